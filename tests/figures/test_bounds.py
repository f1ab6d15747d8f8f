"""What an address may ask of a figure: the page keeps every value to what its control can take."""

from __future__ import annotations

import json

import pytest
from ipywidgets import Dropdown, ToggleButtons

from dlbook.figures import FIGURES
from dlbook.figures.kit.controls import (
    bounds_of,
    choice,
    choice_slider,
    linear_slider,
    log_slider,
)
from tests.figures.javascript import DRAWING, in_node

LINK = json.dumps((DRAWING / "link.js").as_uri())


def held(bounds: list[float], asked: list[float]) -> list[float]:
    """What the page makes of the values ``asked`` for a control with ``bounds``."""
    expression = "given.asked.map((value) => link.within(given.bounds, value))"
    found = in_node(
        f"await import({LINK}).then((link) => {expression})", {"bounds": bounds, "asked": asked}
    )
    return found


@pytest.mark.parametrize("control", [choice_slider, choice])
def test_a_choice_is_one_of_its_stops(control):
    bounds = bounds_of(control("which", ["a", "b", "c"]))
    assert bounds == [0, 2, 1]
    assert held(bounds, [-1e9, -0.4, 0.4, 1.6, 2, 7, 1e300]) == [0, 0, 0, 2, 2, 2, 2]


def test_a_few_short_names_are_buttons_and_others_a_list():
    assert isinstance(choice("which", ["sigmoid", "tanh", "ReLU", "none"], 2), ToggleButtons)
    assert isinstance(choice("which", ["a", "b", "c", "d", "e"]), Dropdown)
    assert isinstance(choice("which", ["as equal as can be", "worker 1 is slow"]), Dropdown)
    assert choice("which", ["a", "b", "c", "d"], 2).index == 2


def test_a_linear_slider_rests_on_its_steps():
    bounds = bounds_of(linear_slider("z", -6, 6, 0.1, 0.0))
    assert held(bounds, [-1e9, 1e-300, 0.33, 4.2, 6.04]) == [-6, 0, 0.3, 4.2, 6]


def test_a_logarithmic_slider_keeps_any_value_between_its_ends():
    bounds = bounds_of(log_slider("η", -3, 1, 0.5, 0.1))
    assert held(bounds, [-5, 1e-300, 0.123, 40]) == pytest.approx([1e-3, 1e-3, 0.123, 10])


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_every_parameter_has_bounds_that_hold_its_first_value(name):
    figure = FIGURES[name]()
    assert set(figure.bounds) == set(figure.parameters)
    for trait, (low, high, _) in figure.bounds.items():
        assert low <= getattr(figure, trait) <= high
