"""The settings of an optimiser, and whether they are still those that something was made with."""

from typing import Any


def settings_of(optimizer: object) -> dict[str, Any]:
    """What an optimiser was made with, by name: all that it holds but for its history."""
    held = vars(optimizer).items()
    return {name: value for name, value in held if name != "state" and not name.startswith("_")}


def changed(now: dict[str, Any], before: dict[str, Any]) -> bool:
    """Whether a setting was given another value, or one was added."""
    return now.keys() != before.keys() or any(now[name] is not before[name] for name in now)
