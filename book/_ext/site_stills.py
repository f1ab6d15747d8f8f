"""A live output's first picture, in the page from the start, before the live view that replaces it;
and pictures that came with a page's HTML in files of their own."""

import base64
import hashlib
import io
import re
from pathlib import Path

from docutils import nodes
from PIL import Image
from sphinx.transforms.post_transforms import SphinxPostTransform

VIEW = "application/vnd.jupyter.widget-view+json"
PICTURE = re.compile(r"data:image/(png|svg\+xml|jpeg|webp);base64,([A-Za-z0-9+/=\s]+)")


def setup(app):
    """Run before myst-nb chooses one representation of each output and drops the others."""
    app.add_post_transform(KeepStills)


class KeepStills(SphinxPostTransform):
    """Put an output's HTML, the first picture, and its live view into one place."""

    default_priority = 3
    formats = ("html",)

    def run(self, **kwargs):
        """Join the two in every bundle that holds both."""
        for bundle in list(self.document.findall(nodes.container)):
            if bundle.get("nb_element") != "mime_bundle":
                continue
            by_type = {child["mime_type"]: child for child in bundle.children}
            if VIEW in by_type and "text/html" in by_type:
                first = "".join(child.astext() for child in by_type["text/html"].children)
                first = with_files(first, self.app.outdir, self.env.docname)
                by_type[VIEW].insert(0, raw(f'<div class="dlb-place">{first}'))
                by_type[VIEW].append(raw("</div>"))


def with_files(text, outdir, docname):
    """Answer the HTML `text` of a page with its pictures in files of the site, not in the page."""

    def save(match):
        content = base64.b64decode(match[2])
        suffix = {"svg+xml": "svg"}.get(match[1], match[1])
        if suffix == "png":
            content, suffix = smaller(content)
        name = f"_images/still-{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
        path = Path(outdir, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return "../" * docname.count("/") + name

    return PICTURE.sub(save, text)


def smaller(png):
    """Answer the same picture, bit for bit, as WebP, and the suffix of its file."""
    file = io.BytesIO()
    Image.open(io.BytesIO(png)).save(file, format="webp", lossless=True)
    return file.getvalue(), "webp"


def raw(text):
    """Answer HTML as a node of a page."""
    return nodes.raw(text=text, format="html")
