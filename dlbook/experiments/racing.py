"""Any optimiser on a landscape of `experiments.landscapes`: the path, and the seven that race."""

from collections.abc import Callable

import numpy as np

from dlbook import checks
from dlbook.experiments.landscapes import Surface, check_surface, points_of, two_numbers
from dlbook.formulas.descent import FAR, length
from dlbook.formulas.descent import arrival as arrived
from dlbook.numpy_engine import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    Momentum,
    Optimizer,
    RMSProp,
)

RACERS: dict[str, Callable[[float], Optimizer]] = {
    "SGD": SGD,
    "Momentum": Momentum,
    "Nesterov": lambda lr: Momentum(lr, nesterov=True),
    "Adagrad": Adagrad,
    "Adadelta": Adadelta,
    "RMSProp": RMSProp,
    "Adam": Adam,
}
"""The optimisers by name: each takes the learning rate; its other settings are the defaults."""


@checks.quiet_floats()
def path_of(
    optimizer: Optimizer, surface: Surface, start: tuple[float, float], steps: int
) -> np.ndarray:
    """The path (steps + 1, 2) of a fresh `optimizer` from `start`; it stays where it passes `FAR`.

    Raises
    ------
    TypeError
        If `optimizer` is none of the NumPy engine.
    ValueError
        If `start` is not two finite numbers or `steps` is below 1.
    """
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"optimizer must be an optimiser such as SGD(0.1), got {optimizer!r}")
    check_surface(surface)
    w = two_numbers("start", start)
    steps = checks.integer("steps", steps, at_least=1)
    optimizer = optimizer.fresh()
    path = np.empty((steps + 1, 2))
    path[0] = w
    for k in range(steps):
        if np.abs(w).max() <= FAR:
            optimizer.step(w, surface.gradient(w))
        path[k + 1] = w
    return path


@checks.quiet_floats()
def arrival(surface: Surface, path: np.ndarray) -> int | None:
    """The first step from which the ball stays at rest; None if it never does."""
    check_surface(surface)
    step = int(arrived(length(surface.gradient(points_of(path))))[0])
    return None if step < 0 else step
