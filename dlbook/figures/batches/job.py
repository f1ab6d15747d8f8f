"""What the page computes for the figure of mini-batches: a neuron's training, told example by
example so that one program serves every batch size, and the gradients where it has come to."""

from typing import Any

import numpy as np

from dlbook.figures.kit import judging
from dlbook.figures.kit.steps import evaluate, map_places, map_program
from dlbook.figures.kit.training_programs import MATRIX, NUMBER, VECTOR
from dlbook.formulas import batches, losses, neurons, updates
from dlbook.programs import trace
from dlbook.programs.operations import Trace

Array = np.ndarray
FINE, COARSE = 5, 20
"""How many examples apart the records are: in the first epoch, and after it."""


def programs(n: int) -> dict[str, Trace]:
    """For n examples x (n, 1), y (n,), and theta = [w, b]."""
    examples = {"x": MATRIX, "y": VECTOR}
    return judging.programs() | {
        "one more": trace(
            _one_more, theta=VECTOR, total=VECTOR, count=NUMBER, x=VECTOR, y=NUMBER, lr=NUMBER,
            batch_size=NUMBER,
        ),
        "all at once": trace(_all_at_once, theta=VECTOR, **examples, lr=NUMBER),
        "recorded": trace(_recorded(n), path=MATRIX, full_path=MATRIX, start=VECTOR, **examples),
        "map": map_program(),
        "height": trace(_loss, theta=MATRIX, **examples),
        "cloud": trace(_cloud, theta=VECTOR, **examples, ranks=MATRIX, batch_size=NUMBER),
    }  # fmt: skip


def _gradients(theta: Array, x: Array, y: Array) -> Array:
    """(…, 2): by w and by b, for examples x (…, 1), y (…)."""
    dw, db = neurons.example_gradients(theta[..., :1], theta[..., 1], x, y)
    return np.concatenate([dw, np.expand_dims(db, -1)], axis=-1)


def _loss(theta: Array, x: Array, y: Array) -> Array:
    """The mean cross-entropy (…) at each of theta (…, 2)."""
    z = neurons.state(np.expand_dims(theta[..., :1], -2), theta[..., 1:], x)
    return np.mean(losses.sigmoid_cross_entropy(z, y), axis=-1)


def _one_more(theta, total, count, x, y, lr, batch_size) -> dict[str, Array]:
    """The next example: its gradient joins the total; a full batch makes a step."""
    total, count = total + _gradients(theta, x, y), count + 1
    is_full = count >= batch_size
    moved = updates.sgd(theta, total / batch_size, {}, lr)[0]
    return {
        "theta": np.where(is_full, moved, theta),
        "total": np.where(is_full, 0.0, total),
        "count": np.where(is_full, 0.0, count),
    }


def _all_at_once(theta, x, y, lr) -> Array:
    return updates.sgd(theta, np.mean(_gradients(theta, x, y), axis=0), {}, lr)[0]


def _recorded(n: int) -> Any:
    def recorded(path, full_path, start, x, y) -> dict[str, Array]:
        """Parameters (f, 2) and losses (f,) of the records, and the losses of every epoch."""
        path = np.concatenate([start[None], path])
        weights = np.concatenate([path[:n:FINE], path[n::COARSE]])
        full_path = np.concatenate([start[None], full_path])
        return {
            "weights": weights, "loss": _loss(weights, x, y),
            "by_epoch": _loss(path[::n], x, y), "full": _loss(full_path, x, y),
        }  # fmt: skip

    return recorded


def _cloud(theta, x, y, ranks, batch_size) -> dict[str, Array]:
    """Gradients of the examples (n, 2) and of batches (m, 2), their mean (2,), its length and the
    standard error; ranks (m, n): when each example was drawn, a batch is the first of them."""
    gradients = _gradients(theta, x, y)
    mean = np.mean(gradients, axis=0)
    spread, n = batches.variance(gradients), np.size(gradients, -2)
    return {
        "gradients": gradients,
        "batches": (ranks < batch_size) / batch_size @ gradients,
        "mean": mean,
        "length": np.sqrt(np.sum(mean * mean)),
        "error": batches.standard_error_without_replacement(spread, batch_size, n),
    }


def steps(epochs: int) -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`."""
    size = {"row": "sizes", "of": "batch"}
    examples = {"x": "x", "y": "y"}
    return [
        map_places(),
        evaluate("height", {"theta": "map", **examples}, "heights", once_for=[]),
        {
            "do": "scan", "program": "one more", "into": {"theta": "path"},
            "inputs": {"theta": "start", "total": "zero", "count": 0, "lr": "lr",
                       "batch_size": size},
            "along": {name: {"row": f"{name}_dealt", "of": "seed"} for name in ("x", "y")},
            "carry": {name: name for name in ("theta", "total", "count")},
            "once_for": ["batch", "lr", "seed"],
        },
        {
            "do": "scan", "program": "all at once", "into": {"": "full_path"},
            "inputs": {"theta": "start", **examples, "lr": "lr"}, "carry": {"theta": ""},
            "times": epochs, "once_for": ["lr"],
        },
        evaluate("recorded", ["path", "full_path", "start", "x", "y"],
                 ["weights", "loss", "by_epoch", "full"], once_for=["batch", "lr", "seed"]),
        *judging.steps("by_epoch", {"row": "floor", "of": 0}),
        evaluate("cloud", {"theta": {"row": "weights", "of": "frame"}, **examples,
                           "ranks": "ranks", "batch_size": size},
                 ["gradients", "batches", "mean", "length", "error"]),
    ]  # fmt: skip
