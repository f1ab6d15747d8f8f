"""Where a line of text may end: not within a formula written as text, nor between a number and its
unit, nor between a formula and the comma after it, nor within an option of a command; in a table, a
heading or a list of contents also between the words of a long piece of code, elsewhere of a very long one."""

import re

from docutils import nodes
from html_pages import rewrite
from sphinx.addnodes import desc_signature
from sphinx.transforms.post_transforms import SphinxPostTransform

from dlbook.figures.kit.typeset import unbroken

TOGETHER = "dlb-together"  # web/theme/text.css
AS_IT_IS = (nodes.math, nodes.math_block, nodes.raw, desc_signature)
VERBATIM = (nodes.literal, nodes.FixedTextElement, *AS_IT_IS)
BEFORE = re.compile(r"[(\[“]+$")
AFTER = re.compile(r"\S+")
NARROW = re.compile(r"<table.*?</table>|<h[2-4]>.*?</h[2-4]>|<a [^>]*nav-link.*?</a>", re.DOTALL)
CODE = re.compile(r'(?<=<span class="pre">)[^<]{13,}')
LONG = re.compile(r'(?<=<span class="pre">)[^<]{30,}')  # may be longer than a telephone's line
BREAK = re.compile(r"(?<=[/(,=:_])(?=\w)|(?<=[a-z)])(?=\.[a-z]|[A-Z])")


def setup(app):
    """Mend the text before pages are written, the code in it afterwards."""
    app.add_post_transform(KeepTogether)
    app.connect("build-finished", let_code_break)


class KeepTogether(SphinxPostTransform):
    """Join what one reads in one go."""

    default_priority = 200
    formats = ("html",)

    def run(self, **kwargs):
        """Change the page's text."""
        keep_together(self.document)


def keep_together(document):
    """Change the texts, the formulas and the options in `document`."""
    for text in list(document.findall(nodes.Text)):
        if not inside(text, VERBATIM):
            replace(text, unbroken(text))
    for formula in list(document.findall(nodes.math)):
        join(formula)
    for code in document.findall(nodes.literal):
        if code.astext().startswith("-"):
            code["classes"].append(TOGETHER)


def inside(node, kinds):
    """Whether one of the `kinds` holds the node."""
    while node := node.parent:
        if isinstance(node, kinds):
            return True
    return False


def replace(text, new):
    """Put `new` into the place of a text, where it differs."""
    if new != text:
        text.parent.replace(text, nodes.Text(new) if new else [])


def join(formula):
    """Put a formula, the bracket before it and what follows it without a space into one piece."""
    parent = formula.parent
    place = parent.index(formula)
    before = parent[place - 1] if place else None
    after = parent[place + 1] if place + 1 < len(parent) else None
    opening = BEFORE.search(before) if isinstance(before, nodes.Text) else None
    closing = AFTER.match(after) if isinstance(after, nodes.Text) else None
    if not (opening or closing):
        return
    piece = nodes.inline(classes=[TOGETHER])
    parent.replace(formula, piece)
    if opening:
        piece += nodes.Text(opening[0])
        replace(before, before[: opening.start()])
    piece += formula
    if closing:
        piece += nodes.Text(closing[0])
        replace(after, after[closing.end() :])


def let_code_break(app, exception):
    """Write each page anew that has long code."""
    rewrite(app, exception, lambda text, page: with_breaks(text))


def with_breaks(text):
    """Answer the HTML `text` of a page with the places where its long code may break."""
    return broken(LONG, NARROW.sub(lambda place: broken(CODE, place[0]), text))


def broken(kind, text):
    """Answer `text` with the places where what is of the `kind` may break."""
    return kind.sub(lambda code: BREAK.sub("<wbr>", code[0]), text)
