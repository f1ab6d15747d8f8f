"""The settings of optimisers: how they are checked, and whether a history was made with them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from dlbook import checks


def checking(*names: str) -> Callable[[Any], None]:
    """The method `check` of an optimiser that has these settings beside lr and weight_decay."""

    def check(optimizer: Any) -> None:
        """Raise an error that names a setting that is not allowed."""
        for name in names:
            setattr(optimizer, name, _CHECKS[name](name, getattr(optimizer, name)))

    return check


def _betas(name: str, value: Any) -> tuple[float, ...]:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise TypeError(f"{name} must be a pair of numbers in [0, 1), got {value!r}")
    return tuple(checks.share(f"{name}[{k}]", beta) for k, beta in enumerate(value))


_CHECKS = {
    "momentum": checks.share, "nesterov": checks.flag, "rho": checks.share, "alpha": checks.share,
    "betas": _betas, "eps": partial(checks.number, above=0.0),
}  # fmt: skip


def settings_of(optimizer: object) -> dict[str, Any]:
    """What an optimiser was made with, by name: all that it holds but for its history."""
    held = vars(optimizer).items()
    return {name: value for name, value in held if name != "state" and not name.startswith("_")}


def changed(now: dict[str, Any], before: dict[str, Any]) -> bool:
    """Whether a setting was given another value, or one was added."""
    return now.keys() != before.keys() or any(now[name] is not before[name] for name in now)


def kind_of(parameters: Any, before: tuple | None) -> tuple:
    """The shape and dtype of parameters; an error if a history belongs to others, those `before`.

    parameters: an array or a tensor.
    """
    kind = tuple(parameters.shape), parameters.dtype
    if before not in (None, kind):
        raise ValueError(
            f"parameters must be those that the state belongs to, {before[1]} of shape "
            f"{before[0]}, got {kind[1]} of shape {kind[0]}; fresh() is for others"
        )
    return kind
