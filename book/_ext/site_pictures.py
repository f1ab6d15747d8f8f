"""A chapter's pictures drawn in the page itself, in the colours of the theme that is on.

The site's build lets matplotlib draw SVG. Each colour of the book's palette in it becomes the palette's
CSS property, so that the reader's switch from light to dark turns the pictures too.
"""

import hashlib
import html
import re
from pathlib import Path

from docutils import nodes
from site_stills import with_files  # beside this file
from sphinx.transforms.post_transforms import SphinxPostTransform

from dlbook.figures import PALETTE
from dlbook.figures.kit.typeset import typeset

PIXELS_A_POINT = 96 / 72
SIZE = re.compile(r'<svg[^>]*?width="([\d.]+)pt"')
VIEW = re.compile(r'<svg[^>]*? viewBox="0 0 ([\d.]+) ([\d.]+)"')
NUMBER = re.compile(r"-?\d+\.\d{2,}")
PLACES = re.compile(r'(?<= d=")[^"]+|(?<= points=")[^"]+|(?<= [xy]=")[^"]+|(?<=translate\()[^)]+')

LETTER = re.compile(
    r'<path id="(?P<id>p[0-9a-f]{8}[A-Za-z][\w-]*-[0-9a-f]+)"(?P<outline>[^>]*)/>\n?'
)
USE = re.compile(r'(<use xlink:href="#)([^"]+)"')


def setup(app):
    """Run after myst-nb has made an image of each picture."""
    app.add_post_transform(DrawPictures)


class DrawPictures(SphinxPostTransform):
    """Put the SVG pictures that the chapters drew into the page."""

    default_priority = 4
    formats = ("html",)

    def run(self, **kwargs):
        """Replace the image of every executed SVG by the drawing itself."""
        letters = {}
        for image in list(self.document.findall(nodes.image)):
            path = Path(self.env.srcdir, image["uri"].lstrip("/"))
            if path.suffix == ".svg" and "jupyter_execute" in path.parts and path.is_file():
                drawing = themed(path.read_text("utf-8"), typeset(image.get("alt", "")))
                drawing = sharing(letters, drawing)
                drawing = with_files(drawing, self.app.outdir, self.env.docname)
                image.replace_self(nodes.raw(text=drawing, format="html"))


def themed(svg, alt):
    """Answer matplotlib's `svg` as part of a page: themed colours, own ids, `alt` as its name."""
    width = round(float(SIZE.search(svg)[1]) * PIXELS_A_POINT)
    svg = svg[svg.index("<svg") :]
    # a style rules the page, and the time of drawing is in the metadata
    svg = re.sub(r"<(metadata|style).*?</\1>", "", svg, flags=re.DOTALL)
    prefix = "p" + hashlib.sha256(svg.encode()).hexdigest()[:8]
    svg = re.sub(r' (width|height)="[\d.]+pt"', "", svg, count=2)
    svg = re.sub(r'\bid="', f'id="{prefix}', svg)
    svg = lighter(svg)
    svg = svg.replace("url(#", f"url(#{prefix}").replace('href="#', f'href="#{prefix}')
    for meaning, colours in PALETTE.items():
        svg = svg.replace(colours["light"], f"var(--dlb-{meaning})")
    shape = "/".join(VIEW.search(svg).groups())
    style = f"--dlb-own:{width}px;aspect-ratio:{shape}"
    opening = f'<svg class="dlb-drawing" style="{style}" role="img" '
    svg = svg.replace("<svg ", f'{opening}aria-label="{html.escape(alt)}" ', 1)
    return f'<div class="dlb-wide">{svg}</div>'


def sharing(letters, svg):
    """Answer `svg` without the outlines of letters that a picture before it in the page has drawn, which
    `letters` (outline -> id) holds; it points to those. The first of a page's pictures bring them."""
    kept = {}

    def once(found):
        first = letters.setdefault(found["outline"], found["id"])
        kept[found["id"]] = first
        return found[0] if first == found["id"] else ""

    svg = LETTER.sub(once, svg)
    return USE.sub(lambda found: found[1] + kept.get(found[2], found[2]) + '"', svg)


def lighter(svg):
    """Answer `svg` with places to a tenth of a point, and without comments and indentation."""
    svg = PLACES.sub(lambda found: NUMBER.sub(tenth, " ".join(found[0].split())), svg)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", svg)


def tenth(number):
    """Answer a number to a tenth."""
    return f"{float(number[0]):.1f}".removesuffix(".0")
