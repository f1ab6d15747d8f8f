"""Docstrings, plain text in the source, become what the API pages show."""

import inspect
import sys
from collections import namedtuple

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from dlbook.exercises.definition import Exercise
from dlbook.training.outcomes import classify
from tools.paths import BOOK

sys.path.insert(0, str(BOOK / "_ext"))

from site_docstrings import as_markup, is_bare_field, names_of, readable_signature
from sphinx.util.inspect import signature, stringify_signature


def shown(text: str, names=frozenset()) -> list[str]:
    """The paragraphs that `text` is shown as, an item of a list with a bullet before it."""
    lines = as_markup(inspect.cleandoc(text).splitlines(), names)
    document = publish_doctree("\n".join(lines), settings_overrides={"report_level": 2})
    assert not list(document.findall(nodes.problematic))
    return [
        "• " * isinstance(one.parent, nodes.list_item) + one.astext()
        for one in document.findall(nodes.paragraph)
    ]


def test_names_after_a_full_stop_are_items_too():
    text = """A set.

    X: (n, n_features) floats; y: their classes. names, others: one for
    each; empty: no more. too slow: as it says."""
    assert shown(text, {"y"}) == [
        "A set.",
        "• X: (n, n_features) floats",
        "• y: their classes.",
        "• names, others: one for each; empty: no more.",
        "• too slow: as it says.",
    ]


@pytest.mark.parametrize(
    "text", ["Early: the rule alone.", "aᵀ: swapped.", "It is\ndone: by others."]
)
def test_what_begins_a_line_is_no_item(text):
    assert shown(text) == [" ".join(text.split("\n"))]
    assert (
        shown("One.\n\nNot to be\noverridden: by others.")[1] == "Not to be overridden: by others."
    )


def test_a_name_of_the_signature_is_an_item_wherever_a_sentence_begins():
    assert shown("X, y as ever. floor: the least. It is 0.", {"floor"}) == [
        "X, y as ever.",
        "• floor: the least. It is 0.",
    ]


def test_errors_below_a_heading_have_their_reason_beside_them():
    text = """Do it.

    Raises
    ------
    ValueError
        If it cannot
        be done."""
    assert shown(text) == ["Do it.", "Raises", "• ValueError:\nIf it cannot\nbe done."]


@pytest.mark.parametrize(
    ("text", "as_shown"),
    [
        ("Both are `Surface`s, so `descend` works.", "Both are Surfaces, so descend works."),
        ("θ - η ∇J, 1/(1 - p), 1e-3 -> x", "θ − η ∇J, 1/(1 − p), 1e-3 → x"),
        ("the point -b w, between -1 and a-b", "the point −b w, between −1 and a-b"),
        ("max(|a|, *b) of `a -> b`", "max(|a|, *b) of a -> b"),
    ],
)
def test_text_is_shown_as_it_reads(text, as_shown):
    assert shown(text) == [as_shown]


def test_an_exponent_stands_above_the_line():
    lines = as_markup(["1 / (1 + e^-z), log(1 + e^-|z|), e^z_k"])
    raised = publish_doctree("\n".join(lines)).findall(nodes.superscript)
    assert [one.astext() for one in raised] == ["−z", "−|z|", "z_k"]


def test_code_with_a_blank_line_stays_one_piece():
    text = """One of your own:

        class Mine(Optimizer):
            lr: float

            def update(self):
                pass

    It runs."""
    document = publish_doctree("\n".join(as_markup(inspect.cleandoc(text).splitlines())))
    (code,) = document.findall(nodes.literal_block)
    assert code.astext().splitlines() == [
        "class Mine(Optimizer):",
        "    lr: float",
        "",
        "    def update(self):",
        "        pass",
    ]


def test_only_an_address_is_a_link():
    document = publish_doctree("\n".join(as_markup(['A "file:number", https://example.org/a:b'])))
    assert [link["refuri"] for link in document.findall(nodes.reference)] == [
        "https://example.org/a:b"
    ]


def test_a_signature_has_no_unions_of_private_types_and_no_values_without_a_name():
    losses = stringify_signature(signature(classify), unqualified_typehints=True)
    assert readable_signature(losses).startswith("(losses: ~numpy.typing.ArrayLike, epochs: ")
    assert "_Buffer" not in readable_signature(losses)
    assert "cases: list[~dlbook.exercises.definition.Case] = ...," in readable_signature(
        stringify_signature(signature(Exercise), unqualified_typehints=True)
    )
    assert readable_signature("(show=<built-in function print>)") == "(show=print)"


def test_a_field_that_its_class_lists_has_no_entry_of_its_own():
    point = namedtuple("point", "x y")
    assert is_bare_field(None, "class", "x", point.x, False, None)
    assert is_bare_field(None, "class", "count", point.count, False, None) is None
    assert names_of(point) == {"x", "y"}
    assert names_of(3) == set()


def test_a_table_is_a_table():
    text = """Kinds.

    | kind | settings |
    | --- | --- |
    | `ONE`, with a star* | |
    | | axis |
    """
    document = publish_doctree("\n".join(as_markup(inspect.cleandoc(text).splitlines())))
    rows = [[cell.astext() for cell in row] for row in document.findall(nodes.row)]
    assert rows == [["kind", "settings"], ["ONE, with a star*", ""], ["", "axis"]]
