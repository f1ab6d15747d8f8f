"""A dense network: layer after layer, a = g(W a + b).

All parameters lie in one flat vector. Layer k owns a stretch of it, seen as the block [W b] of
shape (n_out, n_in + 1): with a 1 appended to its input, z = [W b] [a; 1] is one product. W and b
are views, so changing either, or the flat vector, changes the network.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from dlbook import checks
from dlbook.formulas.activations import OUTPUTS, Activation
from dlbook.formulas.networks import forward, with_one
from dlbook.numpy_engine.activations import activation_of, formula_of
from dlbook.training.initialisation import Initialiser, initial_weights
from dlbook.training.randomness import streams


class Layer:
    """One dense layer: `block` is [W b] (n_out, n_in + 1), W (n_out, n_in) and b (n_out,) views.

    Writing into one of them, or assigning to it, changes the network.
    """

    def __init__(self, block: np.ndarray) -> None:
        self._block = block

    @property
    def block(self) -> np.ndarray:
        return self._block

    @block.setter
    def block(self, values: np.ndarray) -> None:
        write_into("block", self.block, values)

    @property
    def W(self) -> np.ndarray:
        return self.block[:, :-1]

    @W.setter
    def W(self, values: np.ndarray) -> None:
        write_into("W", self.W, values)

    @property
    def b(self) -> np.ndarray:
        return self.block[:, -1]

    @b.setter
    def b(self, values: np.ndarray) -> None:
        write_into("b", self.b, values)


def write_into(name: str, array: np.ndarray, values: np.ndarray) -> None:
    """Give `array` the values of another of its shape, called `name`; on an error none."""
    values = checks.real_array(name, values, finite=False)
    if values.shape != array.shape:
        raise ValueError(f"{name} must have shape {array.shape}, got {values.shape}")
    array[...] = checks.in_dtype(name, values, array.dtype)


def block_shapes(sizes: Sequence[int]) -> list[tuple[int, int]]:
    """The shape (n_out, n_in + 1) of every layer's block [W b]."""
    return [(n_out, n_in + 1) for n_in, n_out in pairwise(sizes)]


def blocks_of(flat: np.ndarray, sizes: Sequence[int]) -> list[np.ndarray]:
    """The blocks [W b] of all layers as views into `flat` (n_parameters,)."""
    blocks, start = [], 0
    for n_out, n_columns in block_shapes(sizes):
        stop = start + n_out * n_columns
        blocks.append(flat[start:stop].reshape(n_out, n_columns))
        start = stop
    return blocks


class Network:
    """A dense network for rows of examples.

    sizes: units of every layer from input to output, such as (2, 3, 1).
    activation: of the hidden layers, "sigmoid", "tanh", "relu", "linear", "leaky_relu", "softplus"
        or "gelu", or a pair of your own: functions g(z) -> a and slope(z, a) -> g'(z) of arrays,
        made of NumPy's functions; a program is made of them, as of the book's.
    output: "linear", "sigmoid" or "softmax", what `predict` makes of the logits.
    dropout: rate p in [0, 1) at which hidden activations are switched off while training; those
        kept are scaled by 1/(1 - p) (inverted dropout), so that nothing changes at evaluation.
    init: see `dlbook.training.initialisation.initial_weights`. seed: an integer of at least 0.
    dtype: "float64" or "float32".
    """

    def __init__(
        self,
        sizes: Sequence[int],
        *,
        activation: str | Activation = "relu",
        output: str = "linear",
        dropout: float = 0.0,
        init: str | Initialiser = "glorot_uniform",
        seed: int = 0,
        dtype: str = "float64",
    ) -> None:
        self.sizes = checks.sizes("sizes", sizes)
        self.activation, self.output, self.dropout = activation, output, dropout
        self.check()
        self.init = init
        self.seed = checks.integer("seed", seed, at_least=0)
        self.dtype = checks.dtype("dtype", dtype)
        n_parameters = sum(rows * columns for rows, columns in block_shapes(self.sizes))
        self._flat = np.zeros(n_parameters, self.dtype)
        self.layers = [Layer(block) for block in blocks_of(self._flat, self.sizes)]
        rng = streams(self.seed).init
        for layer in self.layers:
            W = initial_weights(init, rng, *layer.W.shape)
            layer.W[...] = checks.in_dtype("init", W, self.dtype)

    def check(self) -> None:
        """Raise an error that names a setting that is not allowed; one may have been changed."""
        self.activation = activation_of("activation", self.activation)
        self.output = checks.choice("output", self.output, OUTPUTS)
        self.dropout = checks.dropout("dropout", self.dropout, self.sizes)
        if self.output == "softmax" and self.sizes[-1] < 2:
            raise ValueError(
                f"sizes must end with at least 2 classes for output='softmax', got {self.sizes}"
            )

    @property
    def flat(self) -> np.ndarray:
        """All parameters (n_parameters,): for each layer the rows of [W b]; a live view.

        Writing into it, or assigning to it, changes the network.
        """
        return self._flat

    @flat.setter
    def flat(self, values: np.ndarray) -> None:
        write_into("flat", self._flat, values)

    def parameters(self) -> Iterator[np.ndarray]:
        """W and b of every layer, one after the other, as live views."""
        for layer in self.layers:
            yield layer.W
            yield layer.b

    def logits(self, X: np.ndarray) -> np.ndarray:
        """The last pre-activation (n, n_out) of rows X (n, n_in), without dropout."""
        return self._forward(X)[0].T

    def predict(self, X: np.ndarray) -> np.ndarray:
        """y_hat (n, n_out): the output function of the logits of rows X (n, n_in)."""
        logits, _, _ = self._forward(X)
        with checks.quiet_floats():
            return OUTPUTS[self.output].g(logits).T

    def activations(self, X: np.ndarray) -> list[np.ndarray]:
        """Every layer's activations for rows X: the input, each hidden layer, and y_hat."""
        logits, _, hidden = self._forward(X)
        with checks.quiet_floats():
            y_hat = OUTPUTS[self.output].g(logits)
        return [self._rows(X), *(layer.a.T for layer in hidden), y_hat.T]

    def state_dict(self) -> dict[str, np.ndarray]:
        """Copies of the parameters under PyTorch's names: "layers.0.weight" (n_out, n_in), …"""
        state = {}
        for k, layer in enumerate(self.layers):
            state[f"layers.{k}.weight"] = layer.W.copy()
            state[f"layers.{k}.bias"] = layer.b.copy()
        return state

    def load_state_dict(self, state: Mapping[str, np.ndarray]) -> None:
        """Take the parameters of a `state_dict` of either engine; nothing changes on an error."""
        own = self.state_dict()
        if not isinstance(state, Mapping):
            raise TypeError(f"state must be a mapping of names to arrays, got {state!r}")
        if set(state) != set(own):
            raise ValueError(
                f"state must have the keys {sorted(own)}, got {sorted(map(str, state))}"
            )
        arrays = {
            name: checks.real_array(f"state[{name!r}]", state[name], finite=False) for name in own
        }
        for name, array in arrays.items():
            if array.shape != own[name].shape:
                raise ValueError(
                    f"state[{name!r}] must have shape {own[name].shape}, got {array.shape}"
                )
            arrays[name] = checks.in_dtype(f"state[{name!r}]", array, self.dtype)
        for k, layer in enumerate(self.layers):
            layer.W[...] = arrays[f"layers.{k}.weight"]
            layer.b[...] = arrays[f"layers.{k}.bias"]

    def copy(self) -> "Network":
        """An independent network with the same settings and parameters."""
        return copy.deepcopy(self)

    def __getstate__(self) -> dict:
        # pickled or deeply copied, views would no longer be views: the layers are made anew
        return {name: value for name, value in vars(self).items() if name != "layers"}

    def __setstate__(self, state: dict) -> None:
        vars(self).update(state)
        self.layers = [Layer(block) for block in blocks_of(self._flat, self.sizes)]

    def __repr__(self) -> str:
        return (
            f"Network({self.sizes}, activation={self.activation!r}, output={self.output!r}, "
            f"dropout={self.dropout:g}, seed={self.seed}, dtype={self.dtype.name!r})"
        )

    def _rows(self, X: np.ndarray) -> np.ndarray:
        return checks.in_dtype("X", checks.examples("X", X, self.sizes[0]), self.dtype)

    def _forward(self, X: np.ndarray) -> tuple:
        """`formulas.networks.forward` for rows X."""
        self.check()
        with checks.quiet_floats():
            x = with_one(self._rows(X).T)
            blocks = [layer.block for layer in self.layers]
            return forward(blocks, x, formula_of(self.activation))
