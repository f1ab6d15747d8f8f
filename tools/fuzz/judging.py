"""What came of a call, and whether it may."""

from __future__ import annotations

import re
import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from dlbook import numpy_engine, torch_engine
from tools.fuzz.arguments import Arguments
from tools.fuzz.calls import CALLS, TORCH_ONLY

ENGINES = (numpy_engine, torch_engine)
SECONDS = 30
REFUSED = (TypeError, ValueError, OSError)  # the last of files that cannot be read
TRAINING = ("train", "training", "sweep")  # may diverge, and then their losses say so
# arguments that, right or wrong, make of finite numbers nothing that is not finite
NEVER_BEYOND = {None, "eps", "mask", "device", "precision"}
# what an error may speak of instead of the argument that was changed, because it is made of it
MADE_OF = {
    "dropout": ("sizes", "masks"), "sizes": ("X", "y", "output", "dropout", "network", "start"),
    "X": ("y", "network", "mask"), "y": ("X",), "output": ("loss", "sizes"),
    "loss": ("output", "y"),
    "logits": ("y",), "y_hat": ("y",), "dtype": ("network", "init"), "network": ("X", "y"),
    "init": ("W", "start"), "epochs": ("record",), "validation": ("X_val", "y_val"),
    "device": ("path",), "lr": ("lowest",), "rate": ("lr",), "seeds": ("start",),
    "parameters": ("gradient",), "gradient": ("parameters",),
}  # fmt: skip


class FaultError(AssertionError):
    """What must not come of a call."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Breaks off what takes longer; where there are no alarms (Windows), it runs on unwatched."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def late(*_: Any) -> None:
        raise FaultError(f"it takes longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def outcome(engine: Any, name: str, arguments: Arguments) -> Any:
    """The result of a call, or the error with which it is refused."""
    call = CALLS[name][1]
    with at_most(SECONDS), warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return call(engine, name, arguments)
        except REFUSED as error:
            return error


def judge(name: str, arguments: Arguments, wrong: str | None) -> None:
    """Call `name` in both engines; a `FaultError` says what must not be.

    wrong: the argument that may be wrong, or None.
    """
    found = []
    for engine in ENGINES:
        try:
            found.append(outcome(engine, name, arguments))
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            raise FaultError(f"{engine.__name__}.{name}: {said}") from error
    ours, theirs = found
    for engine, result in zip(ENGINES, found, strict=True):
        where = f"{engine.__name__}.{name}"
        if isinstance(result, REFUSED):
            judge_refusal(where, result, wrong)
        elif wrong in NEVER_BEYOND and name not in TRAINING:
            judge_result(where, result)
    if wrong not in TORCH_ONLY and isinstance(ours, REFUSED) != isinstance(theirs, REFUSED):
        raise FaultError(f"{name}: one engine refuses what the other takes: {ours!r}, {theirs!r}")


def judge_refusal(where: str, error: Exception, wrong: str | None) -> None:
    if isinstance(error, OSError) and wrong == "path":
        return  # it names the file
    if wrong is None:
        raise FaultError(f"{where} refuses right arguments: {error!r}")
    names = (wrong, *MADE_OF.get(wrong, ()))
    if not any(re.search(rf"\b{re.escape(name)}\b", str(error)) for name in names):
        raise FaultError(f"{where} refuses without naming {wrong}: {error!r}")


def judge_result(where: str, result: Any) -> None:
    for number in numbers_of(result):
        if not np.isfinite(number).all():
            raise FaultError(f"{where} gives {number} for finite arguments")


def numbers_of(result: Any) -> Iterator[np.ndarray]:
    """All arrays of floats in a result."""
    if isinstance(result, list | tuple):
        for part in result:
            yield from numbers_of(part)
    elif hasattr(result, "detach"):
        yield result.detach().cpu().numpy()
    elif isinstance(result, float | np.ndarray):
        yield np.asarray(result)
