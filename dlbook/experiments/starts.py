"""Five starts for one task, the digits 5 to 9: random ones, and ones made of a network that was
trained on printed letters."""

from functools import cache

import numpy as np

from dlbook import checks, data
from dlbook.experiments.transfer import mean_var, transferred
from dlbook.numpy_engine import Network, normal, sweep

HIDDEN = (48, 48)
DRAWS = 12
STUDENT = 2.201  # 97.5 % point of Student's t with 11 degrees of freedom
COUNTS = (25, 50, 100, 200, 400)  # training images of the target task
TEST_FROM = max(COUNTS)  # the images behind these, in a draw's order, are its test images
RATES = (0.03, 0.1, 0.3)
BATCH, EPOCHS = 25, 60
FRAMES = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60)
STARTS = (
    "random, too small", "random, He", "mean and variance", "lowest layer", "all hidden layers",
)  # fmt: skip
RANDOM = 1  # what the others are compared with
GOAL = 90.0  # per cent, for "how many epochs does it take?"

N_LETTERS, SOURCE_EPOCHS, SOURCE_RATE = 4000, 20, 0.1
# Source k has the seed SOURCE_SEED + k, since the target's networks have the seeds k: from the same
# one a "new" output layer would be the one that the source's hidden layers were trained under.
SOURCE_SEED = 1000


@checks.quiet_floats()
def half_width(values: np.ndarray) -> np.ndarray:
    """Half the width of the 95 % interval of the mean over the first axis, of length `DRAWS`."""
    values = _of_each("values", values, DRAWS)
    return STUDENT * values.std(axis=0, ddof=1) / np.sqrt(len(values))


def epochs_to(curve: np.ndarray) -> float:
    """The first of `FRAMES` at which the mean accuracy reaches `GOAL`; NaN if none does."""
    curve = _of_each("curve", curve, len(FRAMES))
    reached = np.flatnonzero(curve >= GOAL)
    return float(FRAMES[reached[0]]) if len(reached) else float("nan")


def _of_each(name: str, value: np.ndarray, n: int) -> np.ndarray:
    """Numbers, n along the first axis."""
    array = checks.real_array(name, value, finite=False)
    if array.shape[:1] != (n,):
        raise ValueError(f"{name} must have {n} entries along its first axis, got {array.shape}")
    return array


@cache
def source_networks() -> np.ndarray:
    """Parameters (DRAWS, n_parameters) of networks trained on printed letters."""
    letters = data.glyphs(N_LETTERS, seed=1, size=8, classes="letters")
    result = sweep(
        (64, *HIDDEN, 26), letters.X, letters.y, lr=SOURCE_RATE, dropout=0.0,
        seeds=range(SOURCE_SEED, SOURCE_SEED + DRAWS), init="he_normal", output="softmax",
        loss="softmax_cross_entropy", batch_size=BATCH, epochs=SOURCE_EPOCHS,
        record=SOURCE_EPOCHS, keep_parameters=True,
    )  # fmt: skip
    return result.parameters[:, -1]


def starting_points(trained: np.ndarray, draw: int) -> np.ndarray:
    """The five starts (5, n_parameters) of one draw, in the order of `STARTS`."""
    sizes = (64, *HIDDEN, 5)
    small, he = (
        Network(sizes, init=init, seed=draw).flat.copy() for init in (normal(0.01), "he_normal")
    )
    rng = np.random.default_rng(draw)
    return np.stack([
        small,
        he,
        mean_var(he, trained, sizes, len(HIDDEN), rng),
        transferred(he, trained, sizes, 1),
        transferred(he, trained, sizes, len(HIDDEN)),
    ])  # fmt: skip


@cache
def target_task() -> tuple[np.ndarray, np.ndarray]:
    """The real digits 5 to 9: X (896, 64), and y as class numbers 0 to 4."""
    digits = data.digits()
    upper = digits.y >= 5
    return digits.X[upper], digits.y[upper] - 5


def one_draw(draw: int, trained: np.ndarray, n: int, lr: float) -> np.ndarray:
    """Test accuracies in per cent, (5, n_frames), of the five starts trained on n images."""
    X, y = target_task()
    order = np.random.default_rng(100 + draw).permutation(len(X))
    chosen, test = order[:n], order[TEST_FROM:]
    starts = starting_points(trained, draw)
    result = sweep(
        (64, *HIDDEN, 5), X[chosen], y[chosen], start=starts, seeds=[draw] * len(starts), lr=lr,
        dropout=0.0, output="softmax", loss="softmax_cross_entropy", batch_size=BATCH,
        epochs=EPOCHS, record=FRAMES[1:], validation=(X[test], y[test]),
    )  # fmt: skip
    return 100 * result.val_accuracy


@cache
def accuracies(lr: float) -> np.ndarray:
    """Test accuracies in per cent: (DRAWS, len(COUNTS), len(STARTS), len(FRAMES))."""
    trained = source_networks()
    return np.array([
        [one_draw(draw, trained[draw], n, lr) for n in COUNTS] for draw in range(DRAWS)
    ])  # fmt: skip
