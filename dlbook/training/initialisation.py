"""Where the weights start: the usual rules, drawn from the stream for initial parameters.

Shared by both engines (NumPy only), so that one seed starts both at the same point. Biases start
at zero. fan_in and fan_out are the numbers of inputs and outputs of the layer. The rules are
functions of this module, so that they can be sent to the processes of a sweep.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from dlbook import checks

# (rng, n_out, n_in) -> W of shape (n_out, n_in)
Initialiser = Callable[[np.random.Generator, int, int], np.ndarray]

# name -> variance of a weight. Glorot and Bengio 2010, eq. 12 and 16; He et al. 2015, eq. 10;
# LeCun et al. 1998, "Efficient BackProp", eq. 16.
VARIANCES: dict[str, Callable[[int, int], float]] = {
    "glorot": lambda fan_out, fan_in: 2.0 / (fan_in + fan_out),
    "he": lambda fan_out, fan_in: 2.0 / fan_in,
    "lecun": lambda fan_out, fan_in: 1.0 / fan_in,
}

INITIALISATIONS = (
    "zeros",
    "normal",
    *(f"{name}_{shape}" for name in VARIANCES for shape in ("uniform", "normal")),
)

DEFAULT_INITIALISATION = "glorot_uniform"


def normal(scale: float = 0.01) -> Initialiser:
    """Weights from a normal distribution of mean 0 and standard deviation `scale` >= 0."""
    scale = checks.number("scale", scale, at_least=0.0)
    return partial(_normal, scale)


def _normal(scale: float, rng: np.random.Generator, n_out: int, n_in: int) -> np.ndarray:
    return rng.normal(0.0, scale, (n_out, n_in))


def uniform(scale: float) -> Initialiser:
    """Weights evenly from [-scale, scale), `scale` >= 0."""
    scale = checks.number("scale", scale, at_least=0.0)
    return partial(_uniform, scale)


def _uniform(scale: float, rng: np.random.Generator, n_out: int, n_in: int) -> np.ndarray:
    return rng.uniform(-scale, scale, (n_out, n_in))


def scaled(gain: float) -> Initialiser:
    """Weights from a normal distribution of standard deviation `gain` / √n_in, `gain` >= 0.

    Gain 1 is LeCun's rule, √2 He's; between layers of one size 1 is Glorot's too.
    """
    gain = checks.number("gain", gain, at_least=0.0)
    return partial(_scaled, gain)


def _scaled(gain: float, rng: np.random.Generator, n_out: int, n_in: int) -> np.ndarray:
    return rng.normal(0.0, gain / np.sqrt(n_in), (n_out, n_in))


def initial_weights(
    init: str | Initialiser, rng: np.random.Generator, n_out: int, n_in: int
) -> np.ndarray:
    """The first weights W (n_out, n_in), float64, of one layer.

    init: "zeros", "normal" (standard deviation 0.01), "glorot_normal", "glorot_uniform",
    "he_normal", "he_uniform", "lecun_normal", "lecun_uniform", or a callable
    (rng, n_out, n_in) -> W, such as `normal(0.5)`, `uniform(0.1)` or `scaled(1.4)` make.
    """
    rng = checks.generator("rng", rng)
    n_out = checks.integer("n_out", n_out, at_least=1)
    n_in = checks.integer("n_in", n_in, at_least=1)
    if callable(init):
        checks.takes("init", init, "rng", "n_out", "n_in")
        W = checks.real_array("init(rng, n_out, n_in)", init(rng, n_out, n_in))
        if W.shape != (n_out, n_in):
            raise ValueError(f"init must return shape ({n_out}, {n_in}), got {W.shape}")
        return W.astype(np.float64)
    checks.choice("init", init, INITIALISATIONS)
    if init == "zeros":
        return np.zeros((n_out, n_in))
    if init == "normal":
        return normal()(rng, n_out, n_in)
    name, shape = init.split("_")
    std = np.sqrt(VARIANCES[name](n_out, n_in))
    if shape == "normal":
        return normal(std)(rng, n_out, n_in)
    # evenly from [-a, a) has variance a²/3
    return uniform(np.sqrt(3.0) * std)(rng, n_out, n_in)
