"""A step's calls to NumPy, written down once and made again at every step.

All steps of a training make the same calls on the same buffers. So the functions that the engine
is made of take `do` first and say `do(np.exp, z, z)` for np.exp(z, z). Where `do` is a `Calls`, the
call is written down with its arguments; a step then goes through the list: no name is looked up,
no choice between activations made a second time. On small networks that saves a quarter of a
step. Where `do` is `at_once`, the call is made there and then.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

Do = Callable[..., None]


class Calls:
    """Calls to be made in the order in which they were written down.

    What a call is to see at every run must be in its arguments: a buffer that is written to, not
    an attribute that comes to hold another array.
    """

    def __init__(self) -> None:
        self._calls: list[partial] = []
        self.runs = 0

    def __call__(self, function: Callable, *arguments: Any, **keywords: Any) -> None:
        """Write down function(*arguments, **keywords)."""
        self._calls.append(partial(function, *arguments, **keywords))

    def run(self, times: int = 1) -> None:
        """Make all calls, so many times; `runs` counts how often that has been done by now."""
        self.runs = 0
        for _ in range(times):
            for call in self._calls:
                call()
            self.runs += 1


def at_once(function: Callable, *arguments: Any, **keywords: Any) -> None:
    """Make the call, write nothing down."""
    function(*arguments, **keywords)
