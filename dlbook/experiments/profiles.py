"""Two landscapes cut along one line, to see what a learning rate does and where its limit lies.

Both are `Surface`s, so `descend` and `verdict` of `experiments.landscapes` work on them.
"""

from collections.abc import Callable

import numpy as np

from dlbook import checks
from dlbook.experiments.landscapes import SURFACES, Surface, check_surface, two_numbers
from dlbook.formulas.landscapes import dips, dips_gradient

PROFILES: dict[str, Surface] = {
    "dips": Surface(
        "dips", "one wide valley, two narrow ones", dips, dips_gradient,
        ((-2.0, 0.0), (0.99, 0.0), (2.97, 0.0)),
    ),
    "bowl": SURFACES["bowl"],
}  # fmt: skip
"""The profiles by name."""


@checks.quiet_floats()
def curvatures(gradient: Callable[[np.ndarray], np.ndarray], w: np.ndarray) -> np.ndarray:
    """The eigenvalues (2,) of the Hessian at `w`, ascending; from central differences."""
    checks.takes("gradient", gradient, "w")
    w = two_numbers("w", w)
    h = 1e-5
    hessian = [(gradient(w + d) - gradient(w - d)) / (2 * h) for d in h * np.eye(2)]
    return np.linalg.eigvalsh(np.stack(hessian))


@np.errstate(divide="ignore")  # where it is flat there is no limit
def limit(surface: Surface, minimum: np.ndarray) -> float:
    """The learning rate 2/λmax above which gradient descent cannot rest at `minimum`, shape (2,).

    λmax is the largest curvature there (LeCun et al., "Efficient BackProp", 1998, section 5).
    Where it is 0 the limit is infinite; where it is below 0 there is no minimum: a ValueError.
    """
    check_surface(surface)
    w = two_numbers("minimum", minimum)
    largest = curvatures(surface.gradient, w)[-1]
    if largest < 0:
        raise ValueError(f"minimum must be one, got {w}, where the curvature is {largest:.3g}")
    return float(2 / largest)
