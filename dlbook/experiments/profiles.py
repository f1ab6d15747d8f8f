"""Two landscapes cut along one line, to see what a learning rate does and where its limit lies.

Both are `Surface`s, so `descend` and `verdict` of `experiments.landscapes` work on them. Only sums,
products and quotients go into them: every number is the same to the last bit wherever it is worked
out, and ``web/drawing/profiles.js`` has the same formulas for the page.
"""

from collections.abc import Callable

import numpy as np

from dlbook.experiments.landscapes import SURFACES, Surface

DIPS = ((0.7, 1.0, 0.35), (1.1, 3.0, 0.45))
"""Depth, place and half width of each narrow dip."""


def dips_value(w: np.ndarray) -> np.ndarray:
    """(w1 + 2)²/10 less two narrow dips h / (1 + u²), u = (w1 - c)/s, plus w2²/20.

    Along w2 = 0, where a ball stays, it is a curve over one weight.
    """
    w1, w2 = w[..., 0], w[..., 1]
    J = 0.1 * ((w1 + 2) * (w1 + 2)) + 0.05 * (w2 * w2)
    for h, c, s in DIPS:
        u = (w1 - c) / s
        J = J - h / (1 + u * u)
    return J


def dips_gradient(w: np.ndarray) -> np.ndarray:
    """The gradient of `dips_value`."""
    w1, w2 = w[..., 0], w[..., 1]
    slope = 0.2 * (w1 + 2)
    for h, c, s in DIPS:
        u = (w1 - c) / s
        p = 1 + u * u
        slope = slope + 2 * h * u / (s * (p * p))
    return np.stack([slope, 0.1 * w2], axis=-1)


PROFILES: dict[str, Surface] = {
    "dips": Surface(
        "dips", "one wide valley, two narrow ones", dips_value, dips_gradient,
        ((-2.0, 0.0), (0.99, 0.0), (2.97, 0.0)),
    ),
    "bowl": SURFACES["bowl"],
}  # fmt: skip
"""The profiles by name."""


def curvatures(gradient: Callable[[np.ndarray], np.ndarray], w: np.ndarray) -> np.ndarray:
    """The eigenvalues (2,) of the Hessian at `w`, ascending; from central differences."""
    h = 1e-5
    hessian = [(gradient(w + d) - gradient(w - d)) / (2 * h) for d in h * np.eye(2)]
    return np.linalg.eigvalsh(np.stack(hessian))


def limit(surface: Surface, minimum: np.ndarray) -> float:
    """The learning rate 2/λmax above which gradient descent cannot rest at `minimum`, shape (2,).

    λmax is the largest curvature there (LeCun et al., "Efficient BackProp", 1998, section 5).
    """
    return float(2 / curvatures(surface.gradient, np.asarray(minimum, float))[-1])
