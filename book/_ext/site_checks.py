"""Cells that check the book, tagged `check`, as one line that opens on a click.

Such a cell begins with a comment, "# Checked: what was checked"; the page shows that sentence, and
below it, folded away, the code. The cell runs like every other, so a check that fails fails the
build.
"""

import html
import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from dlbook.figures.kit.typeset import printed

TAG = "check"
OPENING = "# Checked: "
CODE = re.compile(r"`([^`]+)`")


def setup(app):
    """Run before myst-nb gives its cells their final form."""
    app.add_post_transform(FoldChecks)


class FoldChecks(SphinxPostTransform):
    """Put each checking cell behind its sentence."""

    default_priority = 2
    formats = ("html",)

    def run(self, **kwargs):
        """Fold every cell with the tag."""
        for cell in list(self.document.findall(nodes.container)):
            if cell.get("nb_element") == "cell_code" and f"tag_{TAG}" in cell["classes"]:
                self.fold(cell)

    def fold(self, cell):
        """Wrap `cell`, whose first line becomes the summary."""
        code = next(cell.findall(nodes.literal_block))
        sentence, _, rest = code.astext().partition("\n")
        if not sentence.startswith(OPENING):
            raise ValueError(f"a cell tagged {TAG} must begin with {OPENING!r}, got {sentence!r}")
        code.replace_self(nodes.literal_block(rest, rest, **without_text(code)))
        sentence = html.escape(printed(sentence.removeprefix("# ")))
        said = CODE.sub(r'<code class="literal">\1</code>', sentence)
        opening = f'<details class="dlb-check"><summary>{said}</summary>'
        folded = nodes.raw(text=opening, format="html"), nodes.raw(text="</details>", format="html")
        # not replace_self, which hands the cell's classes on
        cell.parent.insert(cell.parent.index(cell), folded[0])
        cell.parent.insert(cell.parent.index(cell) + 1, folded[1])


def without_text(block):
    """Answer the attributes of a code block that say how it is shown."""
    return {name: block[name] for name in ("language", "classes") if name in block}
