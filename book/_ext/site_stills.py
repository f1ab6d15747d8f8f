"""A live output's first picture, in the page from the start, before the live view that replaces it."""

import base64
import hashlib
import re

from docutils import nodes
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
                by_type[VIEW].insert(0, raw(f'<div class="dlb-place">{self.with_files(first)}'))
                by_type[VIEW].append(raw("</div>"))

    def with_files(self, text):
        """Answer the HTML `text` with its pictures in files of the site, not in the page."""
        return PICTURE.sub(self.save, text)

    def save(self, match):
        """Write one picture below _images and answer its address as seen from this page."""
        content = base64.b64decode(match[2])
        suffix = {"svg+xml": "svg"}.get(match[1], match[1])
        name = f"still-{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
        folder = self.app.outdir / "_images"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        return "../" * self.env.docname.count("/") + f"_images/{name}"


def raw(text):
    """Answer HTML as a node of a page."""
    return nodes.raw(text=text, format="html")
