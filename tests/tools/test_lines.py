"""Lines of the pages' text end where one may pause."""

import sys

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from tools.paths import BOOK

sys.path.insert(0, str(BOOK / "_ext"))

from site_lines import TOGETHER, keep_together, with_breaks


def joined(text: str) -> nodes.document:
    """The document that `text` is, with its lines kept together."""
    document = publish_doctree(text)
    keep_together(document)
    return document


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("28 × 28 pixels", "28\xa0×\xa028 pixels"),
        ("4 to 6 µs, 3 ms, 9 MB", "4 to 6\xa0µs, 3\xa0ms, 9\xa0MB"),
        ("2 steps, 3 by 4", "2 steps, 3 by 4"),
    ],
)
def test_a_number_keeps_its_unit_except_in_code(text, shown):
    assert joined(text).astext() == shown


def test_a_formula_keeps_the_signs_beside_it():
    document = joined("It is (:math:`a`), or :math:`b`. Or :math:`c` and (so).")
    pieces = [piece.astext() for piece in document.findall(nodes.inline)]
    assert pieces == ["(a),", "b."]
    assert document.astext() == "It is (a), or b. Or c and (so)."


def test_an_option_is_not_cut_after_its_hyphens():
    first, second = joined("``--standalone`` or ``-m`` or ``two-moons``").findall(
        lambda node: isinstance(node, nodes.literal) and TOGETHER in node["classes"]
    )
    assert (first.astext(), second.astext()) == ("--standalone", "-m")


def test_a_long_name_breaks_between_its_words():
    table = '<table><td><span class="pre">{}</span></td></table>'
    better = table.format("Sparse<wbr>Categorical<wbr>Crossentropy")
    assert with_breaks(table.format("SparseCategoricalCrossentropy")) == better


@pytest.mark.parametrize("place", ["<h2>{}</h2>", '<a class="reference nav-link" href="#x">{}</a>'])
def test_a_name_in_a_heading_or_a_list_of_contents_breaks_between_its_words(place):
    text = place.format('<code><span class="pre">{}</span></code>')
    better = "dlbook<wbr>.training<wbr>.early_<wbr>stopping"
    assert with_breaks(text.format("dlbook.training.early_stopping")) == text.format(better)


def test_long_code_in_a_table_breaks_between_its_names():
    code = '<code><span class="pre">{}</span></code>'
    path, call = "dlbook/formulas/updates.py", "Adam(model.parameters())"
    text = f"{code.format(path)}<table><td>{code.format(path)}{code.format(call)}</td></table>"
    better = with_breaks(text)
    assert better.startswith(code.format(path))
    assert "dlbook/<wbr>formulas/<wbr>updates<wbr>.py<" in better
    assert "Adam(<wbr>model<wbr>.parameters())" in better


def test_code_that_is_longer_than_a_line_breaks_between_its_names():
    code = '<p><code><span class="pre">{}</span></code></p>'
    better = "torch<wbr>.autograd<wbr>.set_<wbr>detect_<wbr>anomaly(<wbr>True)"
    assert with_breaks(code.format(better.replace("<wbr>", ""))) == code.format(better)
