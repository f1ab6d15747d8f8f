"""A live figure's still picture, for readers without JavaScript, beside the live figure itself."""

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
    """Put an output's HTML, the figure's <noscript> picture, after its live view."""

    default_priority = 3
    formats = ("html",)

    def run(self, **kwargs):
        """Move the pictures of every bundle that holds both."""
        for bundle in list(self.document.findall(nodes.container)):
            if bundle.get("nb_element") != "mime_bundle":
                continue
            by_type = {child["mime_type"]: child for child in bundle.children}
            if VIEW in by_type and "text/html" in by_type:
                stills = by_type["text/html"].children
                by_type[VIEW].extend(self.with_files(still) for still in stills)

    def with_files(self, still):
        """Answer the raw node `still` with its picture in a file of the site, not in the page."""
        text = PICTURE.sub(self.save, still.astext())
        return nodes.raw(text=text, format="html")

    def save(self, match):
        """Write one picture below _images and answer its address as seen from this page."""
        content = base64.b64decode(match[2])
        suffix = {"svg+xml": "svg"}.get(match[1], match[1])
        name = f"still-{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
        folder = self.app.outdir / "_images"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        return "../" * self.env.docname.count("/") + f"_images/{name}"
