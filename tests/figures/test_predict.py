"""Questions in a page: what they refuse, and what they say without scripts."""

import numpy as np
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
        (float("nan"), {}, "answer must be a finite number, got nan"),
        (1.0, {"within": float("inf")}, "within must be a finite number .*at least 0, got inf"),
        ("up", {"choices": CHOICES, "replies": {"down": "No."}}, r"\['down', 'nowhere'\]"),
        ("up", {"choices": CHOICES, "replies": {**REPLIES, "up": "Yes."}}, "wrong choices"),
        (1.0, {"within": 0.1, "replies": {1.05: "Close."}}, "counts as right"),
        (1.0, {"replies": {"one": "No."}}, "replies' number must be a finite number, got 'one'"),
        (1.0, {"within": -1}, "within must be a finite number .*at least 0, got -1"),
        (1.0, {"replies": ["No."]}, "replies must be a mapping from answers to texts, got"),
        (1.0, {"because": None}, "because must be a text, got None"),
        pytest.param(10**400, {}, "answer must be a finite number, got 1000", id="too large"),
        ("a", {"choices": "abc"}, "choices must be a sequence of texts, got 'abc'"),
        ("a", {"choices": ["a", "a"]}, r"choices must differ from each other, got \['a', 'a'\]"),
        (1, {"choices": [1, 2]}, r"choices\[0\] must be a text, got 1"),
        (np.array(["a", "b"]), {"choices": ["a", "b"]}, "answer must be a text, got array"),
    ],
)
def test_a_question_that_cannot_be_answered_is_an_error(answer, settings, said):
    with pytest.raises((TypeError, ValueError), match=said):
        Predict("Where?", answer, **settings)


@pytest.mark.parametrize("choices", [np.array(CHOICES), (choice for choice in CHOICES)])
def test_choices_may_be_any_sequence_of_texts(choices):
    assert Predict("Where?", "up", choices=choices).choices == CHOICES


def test_an_answer_may_be_a_number_of_numpy():
    asked = Quiz("How many?", np.int64(3), within=np.float32(0.5), replies={np.int64(4): "Fewer."})
    assert (asked.answer, asked.within, asked.replies) == ("3", 0.5, {"4": "Fewer."})


def test_replies_to_numbers_travel_with_the_question():
    assert Predict("How many?", 4, replies={2: "Half of it."}).replies == {"2": "Half of it."}
