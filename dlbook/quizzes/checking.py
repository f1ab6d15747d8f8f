"""What a question must hold, checked where it is made: here for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dlbook import checks

Parts = tuple[str | float, tuple[str, ...], float, dict]


def parts(
    answer: Any, choices: Iterable[str], within: Any, replies: Any, *, named: str = "replies"
) -> Parts:
    """The answer, the choices, `within` and the replies of a question that can be answered.

    named: what the argument `replies` is called where it was given.
    """
    choices = _choices(choices)
    within = checks.number("within", within, at_least=0.0)
    replies = texts_by_answer(named, replies)
    if choices:
        _check_choice(answer, choices, replies, named)
    else:
        answer = checks.number("answer", answer)
        _check_numbered_replies(answer, within, replies, named)
    return answer, choices, within, replies


def texts_by_answer(name: str, value: Any) -> dict:
    """Replies: a text for each of some answers."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{name} must be a mapping from answers to texts, got {value!r}")
    return {answer: checks.text(f"{name}[{answer!r}]", reply) for answer, reply in value.items()}


def _choices(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError(f"choices must be a sequence of texts, got {value!r}")
    items = checks.sequence("choices", value, "texts")
    choices = tuple(checks.text(f"choices[{k}]", item) for k, item in enumerate(items))
    if len(choices) == 1:
        raise ValueError(f"choices={list(choices)} leaves nothing to choose; give two or more")
    if len(set(choices)) < len(choices):
        raise ValueError(f"choices must differ from each other, got {list(choices)}")
    return choices


def _check_choice(answer: Any, choices: tuple[str, ...], replies: dict, named: str) -> None:
    """The answer is a choice; replies are for all wrong choices, or for none."""
    if checks.text("answer", answer) not in choices:
        raise ValueError(f"answer={answer!r} is not one of choices={list(choices)}")
    wrong = [choice for choice in choices if choice != answer]
    if replies and set(replies) != set(wrong):
        raise ValueError(f"{named} must be for the wrong choices {wrong}, got {list(replies)}")


def _check_numbered_replies(answer: float, within: float, replies: dict, named: str) -> None:
    """Replies are for numbers that do not count as right."""
    for guess in replies:
        number = checks.number(f"{named}' number", guess)
        if abs(number - answer) <= within + 1e-12 * (abs(number) + abs(answer)):
            raise ValueError(f"{named}[{guess!r}] is for a number that counts as right")
