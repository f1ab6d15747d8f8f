"""Checks of settings: numbers, names, sequences, functions, files."""

import inspect
import math
import operator
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

DTYPES = ("float64", "float32")
MOST_PARAMETERS = np.iinfo(np.intp).max // 8  # in one array of float64


def integer(name: str, value: Any, *, at_least: int | None = None) -> int:
    """An integer (not a bool), no smaller than `at_least`."""
    limit = "" if at_least is None else f" of at least {at_least}"
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer{limit}, got {value!r}") from None
    if at_least is not None and number < at_least:
        raise ValueError(f"{name} must be an integer{limit}, got {number}")
    return number


def number(
    name: str,
    value: Any,
    *,
    above: float | None = None,
    at_least: float | None = None,
    below: float | None = None,
) -> float:
    """A finite real number within the given limits."""
    limits = [
        f"{word} {limit:g}"
        for word, limit in (("above", above), ("of at least", at_least), ("below", below))
        if limit is not None
    ]
    allowed = " ".join(["a finite number", " and ".join(limits)]).strip()
    try:
        # float() takes texts and truth values, and of a complex number the real part
        array = np.asarray(value)
        if array.ndim or array.dtype.kind not in "iufO":
            raise TypeError
        result = float(value)
    except (TypeError, ValueError, OverflowError, RuntimeError):  # the last of PyTorch's tensors
        raise TypeError(f"{name} must be {allowed}, got {value!r}") from None
    inside = (
        math.isfinite(result)
        and (above is None or result > above)
        and (at_least is None or result >= at_least)
        and (below is None or result < below)
    )
    if not inside:
        raise ValueError(f"{name} must be {allowed}, got {value!r}")
    # -0.0 is at least 0 too, and NumPy refuses it as a spread
    return result if at_least is None else result + 0.0


def between(name: str, value: Any, low: float, high: float, *, whole: bool = False) -> float:
    """A number from `low` to `high`, both among them; where `whole`, an integer."""
    result = integer(name, value) if whole else number(name, value)
    if not low <= result <= high:
        kind = "an integer" if whole else "a finite number"
        ends = " to ".join(repr(end).removesuffix(".0") for end in (low, high))
        raise ValueError(f"{name} must be {kind} from {ends}, got {value!r}")
    return result


def rate(name: str, value: Any) -> float:
    """A learning rate: finite and above zero."""
    return number(name, value, above=0.0)


def share(name: str, value: Any) -> float:
    """A share such as a dropout rate: in [0, 1)."""
    return number(name, value, at_least=0.0, below=1.0)


def dropout(name: str, value: Any, layer_sizes: tuple[int, ...]) -> float:
    """A dropout rate in [0, 1); above 0 there must be hidden units to switch off."""
    p = share(name, value)
    if p and len(layer_sizes) == 2:
        raise ValueError(
            f"{name} above 0 needs a hidden layer, whose units it switches off, got {value!r} for "
            f"sizes {layer_sizes}"
        )
    return p


def hidden_masks(value: Any, sizes: tuple[int, ...]) -> None:
    """Refuse what is no sequence or array with one entry for each hidden layer of `sizes`."""
    if not isinstance(value, Sequence | np.ndarray) or getattr(value, "shape", None) == ():
        raise TypeError(f"mask must be a list of arrays or None, got {value!r}")
    if len(value) != len(sizes) - 2:
        raise ValueError(
            f"mask must hold one array for each hidden layer of sizes {sizes}, got {len(value)}"
        )


def masks(value: Any, dropout: float) -> Any:
    """A function of masks for a network with dropout, or None."""
    if value is None:
        return None
    takes("masks", value, "step", "layer", "shape")
    if not dropout:
        raise ValueError("masks needs a network with dropout above 0, got dropout=0")
    return value


def takes(name: str, value: Any, *arguments: str) -> Callable:
    """A function that can be called with so many arguments."""
    try:
        inspect.signature(value).bind(*arguments)
    except ValueError:  # of some that are built in nothing is known
        pass
    except TypeError:
        called = ", ".join(arguments)
        raise TypeError(f"{name} must be a function of ({called}), got {value!r}") from None
    return value


def validation(value: Any) -> tuple | list:
    """A pair (X_val, y_val), whose arrays are checked elsewhere."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        got = type(value).__name__
        if isinstance(value, tuple | list):
            got += f" of {len(value)}"
        raise TypeError(f"validation must be a pair (X_val, y_val) or None, got a {got}")
    return value


def flag(name: str, value: Any) -> bool:
    """True or False."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return bool(value)


def generator(name: str, value: Any) -> np.random.Generator:
    """A random generator of NumPy's, of its older kind too."""
    if not isinstance(value, np.random.Generator | np.random.RandomState):
        raise TypeError(f"{name} must be a NumPy random generator, got {value!r}")
    return value


def text(name: str, value: Any) -> str:
    """A text."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a text, got {value!r}")
    return value


def choice(name: str, value: Any, allowed: Collection[str]) -> str:
    """One of the names in `allowed`."""
    if not isinstance(value, str) or value not in allowed:
        error = ValueError if isinstance(value, str) else TypeError
        raise error(f"{name} must be one of {listed(allowed)}, got {value!r}")
    return value


def listed(names: Collection[str]) -> str:
    """Names as an error lists them."""
    return ", ".join(map(repr, names))


def names(name: str, value: Any, allowed: Collection[str]) -> tuple[str, ...]:
    """One or more of the names in `allowed`."""
    items = () if isinstance(value, str) else sequence(name, value, "names")
    if not items:
        raise ValueError(
            f"{name} must be a sequence of one or more of {listed(allowed)}, got {value!r}"
        )
    return tuple(choice(f"{name}[{k}]", item, allowed) for k, item in enumerate(items))


def sequence(name: str, value: Any, of: str) -> tuple:
    """What can be gone through, as a tuple."""
    try:
        return tuple(value)
    except TypeError:
        raise TypeError(f"{name} must be a sequence of {of}, got {value!r}") from None


def dtype(name: str, value: Any) -> np.dtype:
    """float64 or float32, as a name or as a NumPy dtype."""
    wanted = f"{name} must be 'float64' or 'float32', got {value!r}"
    if isinstance(value, str) and value not in DTYPES:  # NumPy knows other names, such as 'd'
        raise ValueError(wanted)
    try:
        result = np.dtype(value)
    except (TypeError, ValueError):
        raise TypeError(wanted) from None
    if value is None or result.name not in DTYPES:
        raise ValueError(wanted)
    return np.dtype(result.name)  # in this machine's byte order


def optimizer(name: str, value: Any, kind: type) -> Any:
    """An optimiser of an engine, whose class `kind` is, with nothing in it that would be ignored.

    kind.instead_of: methods that not all training calls, and what to do instead of overriding them.
    """
    if not isinstance(value, kind):
        engine = kind.__module__.rpartition(".")[0]
        raise TypeError(f"{name} must be an optimiser of {engine}, such as SGD(0.1), got {value!r}")
    for method, advice in kind.instead_of.items():
        if getattr(type(value), method) is not getattr(kind, method):
            raise TypeError(
                f"{name} must be of a class that leaves {method} as it is, since training runs "
                f"without it, got {type(value).__name__}, which overrides it: {advice}"
            )
    kind.__post_init__(value)  # a setting may have been changed since
    return value


def steps_within(optimizer: Any, limits: Any, lr: Any = None) -> None:
    """An error where the rate or the weight decay of an optimiser is too large for the parameters'
    dtype, whose finfo, NumPy's or PyTorch's, `limits` is, or its eps, if it has one, too small. lr:
    a rate in place of its own; of a schedule the first is looked at."""
    rate = optimizer.lr if lr is None else lr
    within("lr", rate(0) if callable(rate) else rate, limits)
    within("weight_decay", optimizer.weight_decay, limits)
    eps = getattr(optimizer, "eps", None)
    if eps is not None and eps < float(limits.tiny):  # it would be 0 there, and 0/0 a step
        raise ValueError(
            f"eps must be at least {float(limits.tiny):.3g}, the smallest normal number of "
            f"{limits.dtype}, got {eps!r}"
        )


def within(name: str, value: float, limits: Any) -> float:
    """A number that is not infinite in a dtype, whose finfo `limits` is."""
    largest = float(limits.max)
    if abs(value) > largest:
        raise ValueError(
            f"{name} must lie within ±{largest:.3g}, the range of {limits.dtype}, got {value!r}"
        )
    return value


def sizes(name: str, value: Any) -> tuple[int, ...]:
    """Layer sizes: at least an input and an output, each at least 1."""
    try:
        if isinstance(value, set | frozenset | dict | bytes):  # no order, or no sizes
            raise TypeError
        items = tuple(value)
    except TypeError:
        raise TypeError(
            f"{name} must be a sequence of layer sizes such as (2, 3, 1), got {value!r}"
        ) from None
    if isinstance(value, str) or len(items) < 2:
        raise ValueError(
            f"{name} must hold at least two layer sizes, such as (2, 3, 1), got {value!r}"
        )
    result = tuple(integer(f"{name}[{k}]", item, at_least=1) for k, item in enumerate(items))
    if sum((n_in + 1) * n_out for n_in, n_out in pairwise(result)) > MOST_PARAMETERS:
        raise ValueError(f"{name} must be of a network that memory can hold, got {value!r}")
    return result


def values(name: str, value: Any) -> tuple[tuple, bool]:
    """The values of one axis of a sweep and whether a sequence was given.

    A scalar is one value and no axis. An empty sequence is an error.
    """
    if isinstance(value, np.ndarray):
        value = value.tolist()  # of an array without axes the value itself
    if not isinstance(value, list | tuple | range):
        if np.iterable(value) and not isinstance(value, str):
            raise TypeError(
                f"{name} must be one value, or a list, tuple or array of them, got {value!r}"
            )
        return (value,), False
    if not value:
        raise ValueError(f"{name} must hold at least one value, got an empty sequence")
    return tuple(value), True


def path(name: str, value: Any) -> Path:
    """The name of a file, a text or a path."""
    try:
        found = Path(value)
        if "\0" in str(found):
            raise TypeError
        return found
    except TypeError:
        raise TypeError(f"{name} must be the name of a file, got {value!r}") from None
