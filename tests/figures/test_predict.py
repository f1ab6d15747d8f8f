"""Questions in a page: what they refuse, and what they say without scripts."""

import pytest

from dlbook.figures import Predict, Quiz

CHOICES = ["up", "down", "nowhere"]
REPLIES = {"down": "That is where the step goes.", "nowhere": "Only at rest."}


def test_a_question_with_choices_says_what_it_asks_and_the_answer():
    asked = Predict("Where?", "up", choices=CHOICES, because="It climbs.", replies=REPLIES)
    assert repr(asked) == "Predict: Where? (up / down / nowhere)\nAnswer: up. It climbs."
    assert asked.replies == REPLIES
    assert repr(Quiz("Where?", "up", choices=CHOICES)).startswith("Quiz: Where?")


@pytest.mark.parametrize(
    ("answer", "settings", "said"),
    [
        ("left", {"choices": CHOICES}, "answer='left' is not one of choices="),
        ("up", {"choices": ["up"]}, "leaves nothing to choose"),
        (float("nan"), {}, "answer=nan must be a finite number"),
        (1.0, {"within": float("inf")}, "within=inf must be a finite number"),
        ("up", {"choices": CHOICES, "replies": {"down": "No."}}, r"\['down', 'nowhere'\]"),
        ("up", {"choices": CHOICES, "replies": {**REPLIES, "up": "Yes."}}, "wrong choices"),
        (1.0, {"within": 0.1, "replies": {1.05: "Close."}}, "counts as right"),
        (1.0, {"replies": {"one": "No."}}, "must be a finite number"),
    ],
)
def test_a_question_that_cannot_be_answered_is_an_error(answer, settings, said):
    with pytest.raises(ValueError, match=said):
        Predict("Where?", answer, **settings)


def test_replies_to_numbers_travel_with_the_question():
    assert Predict("How many?", 4, replies={2: "Half of it."}).replies == {"2": "Half of it."}
