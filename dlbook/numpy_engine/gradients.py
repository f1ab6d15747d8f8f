"""The objective that training minimises, and its gradient with respect to all parameters.

J = mean loss + l2/2 · ΣW². The penalty is on weights alone, not on biases.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dlbook import checks
from dlbook.numpy_engine.calls import Do, at_once
from dlbook.numpy_engine.evaluation import Evaluator, Examples, with_ones
from dlbook.numpy_engine.losses import loss_for
from dlbook.numpy_engine.network import Network, blocks_of
from dlbook.numpy_engine.passes import Passes
from dlbook.training.gradient_check import relative_error
from dlbook.training.randomness import Masks


@dataclass
class Batch:
    """Buffers for batches of one size: inputs x (B, n_in + 1), targets y (B, n_out), the passes.

    x_t: a copy of x with features first, which makes the first layer's product faster by a third.
    """

    x: np.ndarray
    y: np.ndarray
    passes: Passes

    def __post_init__(self) -> None:
        self.x_t = np.ascontiguousarray(self.x.T)


class Objective:
    """J of one network on one data set. `gradient` (n_parameters,) is filled by `differentiate`."""

    def __init__(
        self,
        network: Network,
        X: np.ndarray,
        y: np.ndarray,
        loss: str,
        *,
        l2: float = 0.0,
        clip_norm: float | None = None,
        masks: Masks | None = None,
    ) -> None:
        self.network = network
        self.loss = loss_for(loss, network.output)
        self.l2 = checks.number("l2", l2, at_least=0.0)
        self.clip_norm = None
        if clip_norm is not None:
            self.clip_norm = checks.number("clip_norm", clip_norm, above=0.0)
        self.masks = masks if network.dropout else None
        self.keep_scale = None
        if self.masks is not None:
            self.keep_scale = np.array(1 / (1 - network.dropout), network.dtype)
        self.examples = self.take_in("X", "y", X, y)
        self.gradient = np.zeros_like(network.flat)
        self.blocks = [layer.block for layer in network.layers]
        self.gradient_blocks = blocks_of(self.gradient, network.sizes)
        self.settings = {
            "activation": network.activation,
            "output": network.output,
            "loss": self.loss,
        }
        self.evaluator = Evaluator(self.blocks, **self.settings)
        self._batches: dict[int, Batch] = {}

    def take_in(self, X_name: str, y_name: str, X: np.ndarray, y: np.ndarray) -> Examples:
        """Checked data in the form in which the engine holds them."""
        sizes, dtype = self.network.sizes, self.network.dtype
        X = checks.examples(X_name, X, sizes[0])
        rows = self.loss.rows(y_name, y, len(X), sizes[-1])
        X, rows = checks.in_dtype(X_name, X, dtype), checks.in_dtype(y_name, rows, dtype)
        return Examples(with_ones(X, dtype), rows)

    def measure(self, examples: Examples) -> tuple[float, float]:
        """Mean loss, without the penalty, and accuracy, without dropout."""
        loss, accuracy = self.evaluator.measure(examples)
        return float(loss), float(accuracy)

    def differentiate(self, index: np.ndarray | None = None, step: int = 1) -> np.ndarray:
        """The gradient on the examples of `index` (all of them if None), as a live buffer."""
        self.write_gradient(at_once, self.batch(index, step))
        return self.gradient

    def write_gradient(self, do: Do, batch: Batch) -> None:
        """The calls that fill `gradient` from what the batch's buffers hold."""
        batch.passes.forward(do, batch.x_t)
        batch.passes.backward(do, batch.x, batch.y.T)
        if self.l2:
            do(add_penalty, self.l2, self.blocks, self.gradient_blocks)
        if self.clip_norm is not None:
            do(clip, self.gradient, self.clip_norm)

    def batch(self, index: np.ndarray | None = None, step: int = 1) -> Batch:
        """The buffers, holding the examples of `index` (all if None) and the masks of `step`."""
        batch = self._examples_of(index)
        if self.masks is not None:
            self._fill_masks(batch.passes, step)
        return batch

    def _examples_of(self, index: np.ndarray | None) -> Batch:
        """The buffers holding the examples of `index`."""
        x, y = self.examples
        if index is None:
            if 0 not in self._batches:
                self._batches[0] = Batch(x, y, self._passes(len(x)))
            return self._batches[0]
        n = len(index)
        if n not in self._batches:
            empty = np.empty((n, x.shape[1]), x.dtype), np.empty((n, y.shape[1]), y.dtype)
            self._batches[n] = Batch(*empty, self._passes(n))
        batch = self._batches[n]
        # take with "clip" and out is ten times as fast as x[index]; the indices are known good
        x.take(index, 0, batch.x, "clip")
        y.take(index, 0, batch.y, "clip")
        np.copyto(batch.x_t, batch.x.T)
        return batch

    def _passes(self, n: int) -> Passes:
        return Passes(
            self.blocks,
            self.gradient_blocks,
            n,
            scale=self.keep_scale,
            **self.settings,
        )

    def _fill_masks(self, passes: Passes, step: int) -> None:
        """Which units are kept in this step, as the masks say."""
        for k, layer in enumerate(passes.hidden):
            shape = (passes.n, layer.a.shape[0])
            flags = np.asarray(self.masks(step, k, shape), dtype=bool)
            if flags.shape != shape:
                raise ValueError(f"masks must return flags of shape {shape}, got {flags.shape}")
            layer.keep = flags.T


def add_penalty(l2: float, blocks: Sequence[np.ndarray], gradients: Sequence[np.ndarray]) -> None:
    """Add l2 · W, the gradient of l2/2 · ΣW², to each layer's block of gradients."""
    for block, gradient in zip(blocks, gradients, strict=True):
        gradient[..., :-1] += l2 * block[..., :-1]


def clip(gradient: np.ndarray, largest: float) -> None:
    """Scale `gradient` in place so that its norm is at most `largest` (Pascanu et al. 2013)."""
    norm = float(np.sqrt(gradient @ gradient))
    # 1e-6 as in torch.nn.utils.clip_grad_norm_; a norm of NaN makes the gradient NaN
    gradient *= min(1.0, largest / (norm + 1e-6)) if norm == norm else np.nan


def check_network(network: object) -> None:
    """An error where it is no network of this engine."""
    if not isinstance(network, Network):
        raise TypeError(f"network must be a dlbook.numpy_engine.Network, got {network!r}")


def value_and_gradient(
    network: Network,
    X: np.ndarray,
    y: np.ndarray,
    loss: str,
    *,
    l2: float = 0.0,
    mask: list[np.ndarray] | None = None,
) -> tuple[float, np.ndarray]:
    """J and its gradient (n_parameters,), in the order of `network.flat`.

    X (n, n_in), y as the loss needs it. l2: adds l2/2 · ΣW². mask: flags (n, n_units) for every
    hidden layer, true where a unit is kept, for a pass with dropout; without it there is none.
    """
    check_network(network)
    masks = None
    if mask is not None:
        masks = _given_masks(network, mask, len(checks.examples("X", X, network.sizes[0])))
    objective = Objective(network, X, y, loss, l2=l2, masks=masks)
    with checks.quiet_floats():
        gradient = objective.differentiate()
        return _value(objective), gradient


def _value(objective: Objective) -> float:
    """J in the state in which the last forward pass left the buffers, masks included."""
    passes = objective._examples_of(None).passes
    logits = passes.forward(at_once, objective.examples.x.T)
    predictions = logits if objective.loss.of_logits else passes.predictions(at_once)
    terms = objective.loss.terms(predictions, objective.examples.y.T)
    weights = (block[:, :-1] for block in objective.blocks)
    squares = sum(float(np.square(W).sum(dtype=np.float64)) for W in weights)
    return float((terms / terms.size).sum(dtype=np.float64)) + objective.l2 / 2 * squares


def _given_masks(network: Network, mask: list[np.ndarray], n: int) -> Masks:
    if not network.dropout:
        raise ValueError("mask needs a network with dropout above 0, got dropout=0")
    if not isinstance(mask, Sequence | np.ndarray):
        raise TypeError(f"mask must be a list of arrays or None, got {mask!r}")
    if len(mask) != len(network.sizes) - 2:
        raise ValueError(
            f"mask must hold one array for each of the {len(network.sizes) - 2} hidden layers, "
            f"got {len(mask)}"
        )
    flags = []
    for k, (size, array) in enumerate(zip(network.sizes[1:-1], mask, strict=True)):
        array = checks.real_array(f"mask[{k}]", array)
        if array.shape != (n, size):
            raise ValueError(f"mask[{k}] must have shape ({n}, {size}), got {array.shape}")
        flags.append(array.astype(bool))
    return lambda step, layer, shape: flags[layer]


def check_gradients(
    network: Network, X: np.ndarray, y: np.ndarray, loss: str, *, l2: float = 0.0, eps: float = 1e-5
) -> float:
    """The largest relative error of the gradient against central differences.

    Each parameter θ is moved by ± eps: (J(θ + eps) - J(θ - eps)) / (2 eps). The error of a
    parameter is |difference| / max(|numeric|, |analytic|, 1e-4 · the largest entry), so that
    rounding in entries of next to nothing does not count. Below 1e-6 the gradient is right.
    Parameters at a kink within eps, as ReLU has one at 0, are left out, and a warning says how many
    there are. Dropout is off. The network must be float64; it is left unchanged.
    """
    check_network(network)
    if network.dtype != np.float64:
        raise ValueError(f"network must have dtype 'float64' for this check, got {network.dtype}")
    eps = checks.number("eps", eps, above=0.0)
    twin = network.copy()
    twin.dropout = 0.0
    objective = Objective(twin, X, y, loss, l2=l2)

    def value(theta: np.ndarray) -> float:
        twin.flat[:] = theta
        return _value(objective)

    with checks.quiet_floats():
        analytic = value_and_gradient(network, X, y, loss, l2=l2)[1]
        return relative_error(analytic, value, network.flat, eps)
