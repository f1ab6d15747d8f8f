"""What stands for a figure or a question where Python itself runs inside the page that shows it.

There, a page's Python has no widgets: the live one is already in the page, and this says so.
"""

from __future__ import annotations

import sys
from typing import Any

IS_IN_PAGE = sys.platform == "emscripten"


class InPage:
    """Takes what the class of the same name takes, and is shown as one sentence."""

    def __init__(self, *_arguments: Any, **_named: Any) -> None:
        pass

    def __repr__(self) -> str:
        what = "question" if type(self).__name__ in ("Predict", "Quiz") else "figure"
        return f"The {what} stands live in the page, and does not change with what you write."

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"{type(self).__name__} has no {name!r} here: a page's Python has no figures of its own"
        )


def stand_in(name: str) -> type[InPage]:
    """A class called ``name`` for a page's Python."""
    return type(name, (InPage,), {})
