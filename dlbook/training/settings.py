"""What the history of an optimiser was made with: its settings, and parameters of a kind."""

from typing import Any


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
