"""A prediction prompt: the reader commits to a guess, and only then sees the answer."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import anywidget
import traitlets

from dlbook.figures.kit.display import bundle, mimebundle, require_bundle


class Predict(anywidget.AnyWidget):
    """Ask before showing.

    Parameters
    ----------
    question : what the reader is to predict
    answer : one of ``choices``, or a finite number when there are none; work it out in the cell
    choices : the answers to choose from, at least two
    because : one or two sentences shown with the answer
    within : for a number, how far off a guess may be and still count as right

    Raises
    ------
    ValueError
        If the answer is not among the choices, or is not a finite number without choices.
    """

    question = traitlets.Unicode().tag(sync=True)
    choices = traitlets.List(traitlets.Unicode()).tag(sync=True)
    answer = traitlets.Unicode().tag(sync=True)
    because = traitlets.Unicode().tag(sync=True)
    within = traitlets.Float(0.0).tag(sync=True)

    def __init__(
        self,
        question: str,
        answer: str | float,
        *,
        choices: Sequence[str] = (),
        because: str = "",
        within: float = 0.0,
    ) -> None:
        if choices and answer not in choices:
            raise ValueError(f"answer={answer!r} is not one of choices={list(choices)}")
        if len(choices) == 1:
            raise ValueError(f"choices={list(choices)} leaves nothing to choose; give two or more")
        if not choices:
            _check_number("answer", answer)
        _check_number("within", within)
        self._esm = bundle("predict")
        super().__init__(
            question=question,
            choices=list(choices),
            answer=answer if choices else f"{answer:.6g}",
            because=because,
            within=float(within),
        )

    def __repr__(self) -> str:
        options = f" ({' / '.join(self.choices)})" if self.choices else ""
        return f"Predict: {self.question}{options}\nAnswer: {self.answer}. {self.because}".rstrip()

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, Any]:
        require_bundle("predict")
        return mimebundle(self, repr(self), self._details)

    def _details(self) -> str:
        return (
            f"<details><summary>Predict: {html.escape(self.question)}</summary>"
            f"<p>{html.escape(self.answer)}. {html.escape(self.because)}</p></details>"
        )


def _check_number(name: str, value: Any) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or value != value or abs(value) == float("inf"):
        raise ValueError(f"{name}={value!r} must be a finite number")
