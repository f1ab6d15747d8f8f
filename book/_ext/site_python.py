"""The button by which a chapter's reader gets Python into the page, and the names of its cells.

It is there where the build has Python's files (tools/page_python.py) and the page shows code.
"""

import html
import json
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from tools.shown_cells import HIDDEN, shown_cells

FOLDER = "_static/python"
BAR = (
    '<div class="dlb-python" data-base="{base}"><button type="button" class="dlb-button">'
    'Write Python in this chapter</button> <span role="status">Loads Python and NumPy from this '
    "site, {start:.0f} MB, and {pictures:.0f} MB more at the first picture.</span>{before}</div>"
)


def setup(app):
    """Run before myst-nb gives its cells their final form."""
    app.add_post_transform(OfferPython)


class OfferPython(SphinxPostTransform):
    """Name every cell, and put the button below the title."""

    default_priority = 1
    formats = ("html",)

    def run(self, **kwargs):
        """Do so on a page with code, where Python's files are there."""
        path = Path(self.env.doc2path(self.env.docname))
        list_of_files = Path(self.app.srcdir, "book", FOLDER, "files.json")
        cells = [cell for cell in self.document.findall(nodes.container) if shows_code(cell)]
        if path.suffix != ".ipynb" or not cells or not list_of_files.is_file():
            return
        shown = shown_cells(path)
        for cell, known in zip(cells, shown, strict=True):
            cell["classes"].append(f"cell-{known.name}")
        bytes_of = json.loads(list_of_files.read_text("utf-8"))["bytes"]
        sizes = {kind: count / 1e6 for kind, count in bytes_of.items()}
        base = "../" * self.env.docname.count("/") + FOLDER + "/"
        before = {cell.name: "\n".join(cell.before) for cell in shown if cell.before}
        title = next(self.document.findall(nodes.title))
        bar = nodes.raw(text=BAR.format(base=base, before=data(before), **sizes), format="html")
        title.parent.insert(title.parent.index(title) + 1, bar)


def shows_code(node):
    """Say whether `node` is a code cell whose code the page shows."""
    hidden = {f"tag_{tag}" for tag in HIDDEN}
    return node.get("nb_element") == "cell_code" and not hidden & set(node["classes"])


def data(before):
    """Answer HTML that keeps, for the page's script, the code that runs before cells."""
    return f"<template>{html.escape(json.dumps(before), quote=False)}</template>" if before else ""
