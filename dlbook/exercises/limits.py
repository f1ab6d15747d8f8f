"""Limits for the reader's code: how long it may run, and how much it may print.

Both are exceptions that no `except Exception` of the reader's swallows.
"""

import io
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import numpy as np

SECONDS = 10.0
"""So long may the answer take for all checked inputs together."""
CHARACTERS = 20_000
"""So much may it print."""

_NOT_THE_READERS = (str(Path(np.__file__).parent), str(Path(__file__).parents[1]))


class TooLong(BaseException):
    """The reader's code did not end in time."""


class TooMuch(BaseException):
    """The reader's code printed more than it may."""


class Printed(io.StringIO):
    """What is printed, up to `CHARACTERS`."""

    def write(self, text: str) -> int:
        if self.tell() + len(text) > CHARACTERS:
            raise TooMuch
        return super().write(text)

    def close(self) -> None:
        """Stays open: what was printed is still to be read, and more may come."""


@contextmanager
def printing() -> Iterator[Printed]:
    """Collect what is printed meanwhile."""
    printed = Printed()
    with redirect_stdout(printed):
        yield printed


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `TooLong` in the code inside if it is not done after `seconds`.

    By an alarm of the operating system where there is one (not on Windows, in the page's Python or
    in a thread); elsewhere before each line of Python, so a single call of NumPy goes to its end.
    """
    with _alarm(seconds) if _has_alarm() else _traced(seconds):
        yield


def _has_alarm() -> bool:
    here = threading.current_thread() is threading.main_thread()
    return here and hasattr(signal, "setitimer") and sys.platform != "emscripten"


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    # again and again, for code that catches everything in a loop
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _traced(seconds: float) -> Iterator[None]:
    end = time.monotonic() + seconds

    def line(frame: object, event: str, argument: object) -> object:
        if time.monotonic() > end:
            raise TooLong
        return line

    def call(frame, event: str, argument: object) -> object:
        return None if frame.f_code.co_filename.startswith(_NOT_THE_READERS) else line

    before = sys.gettrace()
    sys.settrace(call)
    try:
        yield
    finally:
        sys.settrace(before)
