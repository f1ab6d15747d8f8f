"""The job of every figure that the page computes, under wasmtime, against NumPy's fresh answers."""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

import numpy as np
import pytest

from dlbook import figures
from dlbook.figures.kit.base import Figure
from tests.figures.readings import READINGS

DIGITS = 5e-4  # relative: three digits are shown
STEADY_SHARE = 0.5  # at least so many of the numbers compared must not hang on rounding
WITH_JOB = sorted(name for name, kind in figures.FIGURES.items() if kind().make_job())
WITH_CODE = [name for name in WITH_JOB if figures.FIGURES[name]().make_code()]


def random_states(figure: Figure, count: int, seed: int = 0) -> Iterator[dict[str, Any]]:
    """Settings within the figure's bounds, rates evenly in their logarithm."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        state: dict[str, Any] = {}
        for trait, (low, high, step) in figure.bounds.items():
            if step == 0:
                state[trait] = float(np.exp(rng.uniform(*np.log([low, high]))))
            elif isinstance(getattr(figure, trait), int):
                state[trait] = int(rng.integers(low, high + 1))
            else:
                state[trait] = float(rng.uniform(low, high))
        yield state


def same_digits(a: float, b: float) -> bool:
    if not (math.isfinite(a) and math.isfinite(b)):
        return not math.isfinite(a) and not math.isfinite(b)
    return a == pytest.approx(b, rel=DIGITS, abs=1e-9)


def as_in_the_code(state: dict[str, Any]) -> dict[str, Any]:
    """The state that the code shown names: numbers to twelve digits."""
    return {
        trait: float(f"{value:.12g}") if isinstance(value, float) else value
        for trait, value in state.items()
    }


def hangs_on_rounding(name: str, figure: Figure, state: dict[str, Any], found: dict) -> set[str]:
    """The numbers that show other digits when the learning rate is one ulp larger, of the kind of
    float that the training computes with: what the page says of itself, see web/drawing."""
    lr = state.get("lr", figure.shared().get("lr"))
    if lr is None:
        return set()
    of_status = takewhile(lambda step: not step.get("beside"), figure.make_job())
    kinds = {step.get("dtype", "float64") for step in of_status if step["do"] == "train"}
    kind = np.float32 if "float32" in kinds else np.float64
    nudged = {**state, "lr": float(np.nextafter(kind(lr), kind(np.inf)))}
    again = READINGS[name].read(figure.computed(**nudged), state)
    return {number for number, value in found.items() if not same_digits(value, again[number])}


def test_every_figure_with_a_job_is_compared():
    assert sorted(READINGS) == WITH_JOB


@pytest.mark.parametrize("name", WITH_JOB)
def test_the_job_shows_numpy_s_numbers(name):
    figure = figures.FIGURES[name]()
    compared = steady = 0
    for state in random_states(figure, READINGS[name].n_states):
        found = READINGS[name].read(figure.computed(**state), state)
        expected = figure.numbers(**state)
        different = {
            number for number, value in found.items() if not same_digits(value, expected[number])
        }
        compared += len(found)
        steady += len(found) - len(different)
        if different:
            chaotic = hangs_on_rounding(name, figure, state, found)
            shown = {number: (found[number], expected[number]) for number in different - chaotic}
            assert not shown, f"{name} in {state}: {shown} (the job's, NumPy's)"
    assert steady >= STEADY_SHARE * compared


def code_for(figure, state):
    """The Python that reproduces a state, as the page shows it."""
    words = figure.make_code_words()
    filled = {
        name: words[name][value] if name in words else f"{value:.12g}"
        for name, value in state.items()
    }
    return figure.make_code().format(**filled)


@pytest.mark.parametrize("name", WITH_CODE)
def test_the_code_shown_prints_the_numbers(name):
    figure = figures.FIGURES[name]()
    for state in random_states(figure, 2, seed=1):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code_for(figure, state), {})
        expected = figure.numbers(**as_in_the_code(state))
        lines = printed.getvalue().split("\n")[:-1]
        assert lines
        for line in lines:
            number, value = line.rsplit(" ", 1)
            assert same_digits(float(value), expected[number]), f"{name} in {state}: {line}"
