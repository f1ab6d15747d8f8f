"""How texts are set: minus signs and per cents in prose and questions, code as it is written."""

import sys

import pytest
from docutils.core import publish_doctree

from dlbook.figures import Predict
from dlbook.figures.kit.typeset import curled, typeset
from tools.paths import BOOK

sys.path.insert(0, str(BOOK / "_ext"))

import site_typeset


@pytest.mark.parametrize(
    ("written", "as_set"),
    [
        ("about 90 % of them, 96% on average", "about 90\xa0% of them, 96\xa0% on average"),
        ("from -30 to (0.5, -1.5)", "from −30 to (0.5, −1.5)"),
        ("a 2-2-1 network, x-1, 1e-05, --seed", "a 2-2-1 network, x-1, 1e-05, --seed"),
    ],
)
def test_a_minus_before_a_number_and_a_per_cent_beside_it(written, as_set):
    assert typeset(written) == typeset(as_set) == as_set


def test_prose_is_set_and_code_and_formulae_are_not():
    page = publish_doctree("*90 %* of -3, ``90 % of -3``, :math:`-3`::\n\n  90 % of -3")
    site_typeset.set_prose(None, page)
    assert page.astext() == "90\xa0% of −3, 90 % of -3, -3:\n\n90 % of -3"


def test_a_question_is_set_with_its_answers():
    asked = Predict("At -1?", "5%", choices=["5%", "6 %"], because="-5 and 0%.")
    assert repr(asked) == ("Predict: At −1? (5\xa0% / 6\xa0%)\nAnswer: 5\xa0%. −5 and 0\xa0%.")
    assert Predict("Which?", -2, replies={-0.5: "No."}).replies == {"−0.5": "No."}


@pytest.mark.parametrize(
    ("written", "as_set"),
    [
        ("one step's mask, the workers' mean", "one step’s mask, the workers’ mean"),
        ("the slope g'(z), and g’(z)", "the slope g′(z), and g′(z)"),
        ("the name 'w' and data['x']", "the name 'w' and data['x']"),
    ],
)
def test_apostrophes_and_primes(written, as_set):
    assert curled(written) == curled(as_set) == as_set


def test_a_page_shows_a_question_unbroken_and_its_code_as_written():
    asked = Predict("Adam's `it's (5, 3)`'s?", "(5, 3)", choices=["(5, 3)", "z = 1"])
    assert asked.question == "Adam’s `it's (5, 3)`’s?"
    assert asked.choices == ["(5,\xa03)", "z\xa0=\xa01"]
    assert asked.answer in asked.choices
    assert repr(asked) == "Predict: Adam's `it's (5, 3)`'s? ((5, 3) / z = 1)\nAnswer: (5, 3)."
