"""The questions of the quizzes: what the source refuses, and how a number is read."""

import pytest

from dlbook.quizzes import Question, questions, quiz
from tests.figures.javascript import in_node
from tools.paths import ROOT

WRONG = {"down": "That is where the step goes.", "nowhere": "Only at rest."}


def test_a_choice_is_shown_in_alphabetical_order_and_replies_to_each_wrong_answer():
    asked = Question("Where?", "left", "It turns.", wrong=WRONG).widget()
    assert asked.choices == ["down", "left", "nowhere"]
    assert asked.replies == WRONG
    assert asked.may_try_again


def test_a_number_has_no_choices():
    asked = Question("How many?", 4, "Two and two.", wrong={2: "Half of it."}, within=0.1).widget()
    assert (asked.choices, asked.answer, asked.within) == ([], "4", 0.1)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"because": " "}, "because=' ': say why 'up' is right"),
        ({"wrong": {**WRONG, "left": ""}}, r"wrong has no reply to \['left'\]"),
        ({"wrong": {"down": "No."}}, "two wrong answers or more"),
        ({"wrong": {**WRONG, "up": "Yes."}}, "answer='up' is among the wrong ones too"),
        ({"wrong": ["down", "nowhere"]}, "wrong must be a mapping from answers to texts, got"),
        ({"wrong": {**WRONG, 1: "No."}}, r"choices\[0\] must be a text, got 1"),
        ({"wrong": {**WRONG, "left": None}}, r"wrong\['left'\] must be a text, got None"),
        ({"because": None}, "because must be a text, got None"),
        ({"within": -1}, "within must be a finite number .*at least 0, got -1"),
        ({"answer": None}, "answer must be a finite number, got None"),
        ({"answer": float("nan"), "wrong": {}}, "answer must be a finite number, got nan"),
        (
            {"answer": 4, "wrong": {4.05: "No."}, "within": 0.1},
            r"wrong\[4.05\] is for a number that",
        ),
    ],
)
def test_a_question_that_could_not_teach_is_an_error(settings, said):
    with pytest.raises((TypeError, ValueError), match=said):
        Question(
            **{"question": "Where?", "answer": "up", "because": "So.", "wrong": WRONG, **settings}
        )


@pytest.mark.parametrize("ask", [quiz, questions])
def test_a_chapter_without_questions_is_named(ask):
    with pytest.raises(ValueError, match="chapter='nowhere' has no questions; it must be one of"):
        ask("nowhere")


TEXTS = {
    "3": 3, " −0.5 ": -0.5, "-.5": -0.5, "2e-3": 0.002, "2e−3": 0.002, "+4.": 4, "0": 0,
    "": None, "half": None, "1/2": None, "0,5": None, "3 m": None, "1e999": None, "0x10": None,
    "NaN": None, "Infinity": None, "--3": None,
}  # fmt: skip


def test_a_number_is_read_as_it_may_be_typed_and_nothing_else_is_one():
    module = (ROOT / "dlbook" / "figures" / "predict" / "number.js").as_uri()
    read = f"(await import({module!r})).readNumber"
    assert in_node(f"await Promise.all(given.map({read}))", list(TEXTS)) == list(TEXTS.values())


def test_a_number_at_the_edge_of_what_counts_as_right_is_right():
    module = (ROOT / "dlbook" / "figures" / "predict" / "number.js").as_uri()
    near = f"(({{ near }}) => given.map((one) => near(...one)))(await import({module!r}))"
    edges = [(0.905, 0.9, 0.005), (0.255, 0.25, 0.005), (0.51, 0.5, 0.01), (0.311, 0.301, 0.01)]
    assert in_node(near, edges) == [True] * len(edges)
    beyond = [(guess + 1e-6, right, within) for guess, right, within in edges]
    assert in_node(near, beyond) == [False] * len(edges)


def test_a_number_is_near_one_that_is_set_with_a_minus_sign():
    module = (ROOT / "dlbook" / "figures" / "predict" / "number.js").as_uri()
    typed = (ROOT / "web" / "drawing" / "typed.js").as_uri()
    said = (
        "((near, writeNumber) => [near(...given), writeNumber(given[0])])"
        f"((await import({module!r})).near, (await import({typed!r})).writeNumber)"
    )
    assert in_node(said, [-3, "−3", 0]) == [True, "−3"]
