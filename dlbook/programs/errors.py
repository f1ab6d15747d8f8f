"""What cannot be traced, and where it stands in the user's code."""

import sys
from pathlib import Path

import numpy as np

_OURS = (str(Path(__file__).parent), str(Path(np.__file__).parent))


class CannotTrace(TypeError):  # noqa: N818 - a sentence reads so
    """A formula does something that no program can: the message names it and its line.

    what: such as "np.cumsum". why: a sentence. line: "file:number" of the formula.
    """

    def __init__(self, what: str, why: str) -> None:
        self.what, self.why, self.line = what, why, user_line()
        super().__init__(f"{what} cannot be traced ({self.line}): {why}")


def user_line() -> str:
    """ "file:number" of the innermost line that is neither NumPy's nor this package's."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_OURS):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"
