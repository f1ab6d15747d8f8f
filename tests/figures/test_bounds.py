"""What may be asked of a figure, in an address or in Python: what its controls can take."""

from __future__ import annotations

import json

import numpy as np
import pytest
import traitlets
from ipywidgets import Dropdown, ToggleButtons

from dlbook.figures import FIGURES
from dlbook.figures.kit.controls import (
    Selection,
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


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_figure_starts_anywhere_within_its_bounds_and_its_controls_with_it(name):
    first = FIGURES[name]()
    for share in (0, 0.37, 1):
        asked = {
            trait: low + share * (high - low) for trait, (low, high, _) in first.bounds.items()
        }
        for trait, value in asked.items():
            if isinstance(first.traits()[trait], traitlets.Int):
                asked[trait] = int(value)
        figure = FIGURES[name](**asked, layout={"width": "50%"})
        assert {trait: getattr(figure, trait) for trait in asked} == asked
        for trait, control in figure.controls.items():
            place = "index" if isinstance(control, Selection) else "value"
            assert getattr(control, place) == pytest.approx(asked[trait])


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_figure_does_not_start_outside_its_bounds(name):
    for trait, (low, high, _) in FIGURES[name]().bounds.items():
        for value in (low - 1, high + 1):
            with pytest.raises(ValueError, match=rf"^{trait} must be an? .* from .* to .*, got"):
                FIGURES[name](**{trait: value})


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("pass-fail", {"seed": 10}, "seed must be an integer from 0 to 9, got 10"),
        ("activation", {"z": 61.0}, "z must be a finite number from -6 to 6, got 61.0"),
        ("neuron", {"w1": np.nan}, "w1 must be a finite number, got nan"),
        ("grid", {"optimizer": 1.5}, "optimizer must be an integer, got 1.5"),
        ("pass-fail", {"rate": 9}, "PassFail has no 'rate'; it takes lr, frame, seed"),
        ("grid", {"seeds": 1}, "Grid has no 'seeds'; it takes lr, optimizer, seed"),
    ],
)
def test_what_a_figure_cannot_start_with_is_said(name, asked, said):
    with pytest.raises((TypeError, ValueError)) as caught:
        FIGURES[name](**asked)
    assert str(caught.value) == said


def test_a_figure_takes_the_numbers_of_numpy():
    figure = FIGURES["grid"](lr=np.float32(0.5), seed=np.int64(2))
    assert (figure.lr, figure.seed) == (0.5, 2)
