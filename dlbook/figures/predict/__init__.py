"""Questions in a page: the reader commits to an answer, and only then sees what is right.

`Predict` asks before something is shown; `Quiz` asks afterwards, and may be tried again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import anywidget
import traitlets

from dlbook import checks
from dlbook.figures.kit.display import bundle, mimebundle, require_bundle
from dlbook.figures.kit.typeset import printed, typeset
from dlbook.quizzes import checking


class Predict(anywidget.AnyWidget):
    """Ask before showing.

    Parameters
    ----------
    question : what the reader is to predict
    answer : one of ``choices``, or a finite number when there are none; work it out in the cell
    choices : the answers to choose from, at least two, no two alike
    because : one or two sentences shown with the answer
    within : for a number, how far off a guess may be and still count as right
    replies : what is said to a wrong choice, or to a particular wrong number, before the answer

    Raises
    ------
    TypeError
        If something is neither a text nor a number where it must be one.
    ValueError
        If the answer is not among the choices, or is not a finite number without choices; if two
        choices are alike, or `within` is below 0; if a wrong choice has no reply where there are
        replies, or a reply belongs to no wrong answer.
    """

    kind: ClassVar[str] = "Predict"
    lead: ClassVar[str] = "Predict first."
    again: ClassVar[bool] = False

    lead_text = traitlets.Unicode().tag(sync=True)
    may_try_again = traitlets.Bool().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    choices = traitlets.List(traitlets.Unicode()).tag(sync=True)
    answer = traitlets.Unicode().tag(sync=True)
    because = traitlets.Unicode().tag(sync=True)
    within = traitlets.Float(0.0).tag(sync=True)
    replies = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        question: str,
        answer: str | float,
        *,
        choices: Sequence[str] = (),
        because: str = "",
        within: float = 0.0,
        replies: Mapping[str | float, str] | None = None,
    ) -> None:
        checks.text("question", question)
        checks.text("because", because)
        answer, choices, within, replies = checking.parts(answer, choices, within, replies or {})
        self._esm = bundle("predict")
        super().__init__(
            lead_text=self.lead,
            may_try_again=self.again,
            question=printed(question),
            choices=[printed(choice) for choice in choices],
            answer=printed(answer if choices else f"{answer:.6g}"),
            because=printed(because),
            within=within,
            replies={printed(str(guess)): printed(reply) for guess, reply in replies.items()},
        )
        options = f" ({' / '.join(choices)})" if choices else ""
        right = answer if choices else f"{answer:.6g}"
        self._text = typeset(
            f"{self.kind}: {question}{options}\nAnswer: {right}. {because}".rstrip()
        )

    def __repr__(self) -> str:
        """The text alternative, whose lines may break anywhere."""
        return self._text

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, Any]:
        require_bundle("predict")
        return mimebundle(self, repr(self), self._first_picture)

    def _first_picture(self) -> str:
        """The question as it will look, and the answer on a click where no script can reply."""
        options = [
            f'<label class="dlb-option"><input type="radio"><span>{_as_html(choice)}</span></label>'
            for choice in self.choices
        ] or ['<input class="dlb-number" type="text" aria-label="Your answer">']
        return (
            '<div class="dlb-predict dlb-first"><fieldset disabled>'
            f"<legend>{self.lead} {_as_html(self.question)}</legend>{''.join(options)}"
            '<button class="dlb-button" type="button">Commit my answer</button></fieldset>'
            '<p class="dlb-answer"></p>'
            f'<details class="dlb-why"><summary>The answer</summary><p>{_as_html(self.answer)}. '
            f"{_as_html(self.because)}</p></details></div>"
        )


class Quiz(Predict):
    """Ask about what was read; the arguments are those of `Predict`."""

    kind: ClassVar[str] = "Quiz"
    lead: ClassVar[str] = "Check yourself."
    again: ClassVar[bool] = True


def _as_html(text: str) -> str:
    """The text escaped; what stands between backticks is code."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", html.escape(text))
