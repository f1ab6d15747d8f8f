"""Prose as `typeset` and `curled` set it: minus signs before numbers, apostrophes and primes."""

from docutils import nodes
from sphinx.addnodes import desc_signature

from dlbook.figures.kit.typeset import curled, typeset

AS_WRITTEN = (nodes.FixedTextElement, nodes.literal, nodes.math, desc_signature)


def setup(app):
    """Set the text of each page when it has been read."""
    app.connect("doctree-read", set_prose)


def set_prose(app, doctree):
    """Set every text but code and formulae."""
    for text in list(doctree.findall(nodes.Text)):
        new = curled(typeset(text))
        if new != text and not is_as_written(text):
            text.parent.replace(text, nodes.Text(new))


def is_as_written(node):
    """Say whether the node stands in code, in a formula or in a signature."""
    return node is not None and (isinstance(node, AS_WRITTEN) or is_as_written(node.parent))
