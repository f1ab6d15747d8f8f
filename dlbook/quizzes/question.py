"""A question, before it is shown anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dlbook import checks
from dlbook.quizzes import checking

if TYPE_CHECKING:
    from dlbook.figures import Quiz


@dataclass(frozen=True)
class Question:
    """A question, the right answer, and what is said to each wrong one.

    A text as answer makes a question of choice: the wrong answers are the other choices, shown with
    the right one in alphabetical order, so that its place gives nothing away. A number as answer
    makes a question in which the reader types a number.

    Parameters
    ----------
    question : what is asked
    answer : the right choice, or a finite number, worked out where it is given
    because : why it is right, in one or two sentences
    wrong : each wrong answer with its reply; at least two for a question of choice
    covers : the key terms of the lecture's summary that are asked about, in the glossary's
        spelling, and the summary's own questions by their numbers, such as ``"Q3"``
    within : for a number, how far off an answer may be and still count as right

    Raises
    ------
    TypeError
        If something is neither a text nor a number where it must be one.
    ValueError
        If there is no reason, or a wrong answer has no reply, or there are too few choices; if a
        number is not finite, `within` is below 0, or a wrong number counts as right.
    """

    question: str
    answer: str | float
    because: str
    wrong: Mapping[str | float, str] = field(default_factory=dict)
    covers: tuple[str, ...] = ()
    within: float = 0.0

    def __post_init__(self) -> None:
        checks.text("question", self.question)
        if not checks.text("because", self.because).strip():
            raise ValueError(f"because={self.because!r}: say why {self.answer!r} is right")
        wrong = checking.texts_by_answer("wrong", self.wrong)
        silent = [answer for answer, reply in wrong.items() if not reply.strip()]
        if silent:
            raise ValueError(f"wrong has no reply to {silent}")
        if isinstance(self.answer, str) and len(self.wrong) < 2:
            raise ValueError(f"wrong={dict(self.wrong)}: a choice needs two wrong answers or more")
        if isinstance(self.answer, str) and self.answer in self.wrong:
            raise ValueError(f"answer={self.answer!r} is among the wrong ones too")
        checking.parts(self.answer, self.choices, self.within, wrong, named="wrong")

    @property
    def choices(self) -> list[str]:
        """The answers to choose from; none where a number is asked for."""
        return sorted([self.answer, *self.wrong], key=str) if isinstance(self.answer, str) else []

    def widget(self) -> Quiz:
        """The question as a box that answers."""
        from dlbook.figures import Quiz

        return Quiz(
            self.question,
            self.answer,
            choices=self.choices,
            because=self.because,
            within=self.within,
            replies=self.wrong,
        )
