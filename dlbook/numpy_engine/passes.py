"""Forward and backward pass of one batch, in buffers that are made once.

The same code runs one network and a whole stack of them. Shapes below are for one network; a stack
puts its R networks on a leading axis. n_k is the number of units of layer k (0 is the input), B
that of the examples.

Inside, features come first, examples are columns: each activation is held as (n_k + 1, B) with a
last row of ones, so that [W b] [a; 1] adds the bias within the one product, and dz [a; 1]ᵀ gives
the gradients of W and b together. Every result goes to a buffer of its own through `out`: on small
networks, making new arrays costs more than the arithmetic. Since every step works on the same
buffers, training writes the calls of both passes down once; measuring makes them at once (see
`calls`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dlbook.numpy_engine.activations import ACTIVATIONS, OUTPUTS
from dlbook.numpy_engine.calls import Do
from dlbook.numpy_engine.losses import Loss


@dataclass
class Hidden:
    """The buffers of one hidden layer, n units.

    with_one: (n + 1, B), what the next layer sees, the last row ones; a: its first n rows.
    g: (n, B), the activation before dropout (the same array as `a` where there is none).
    keep: (n, B), with dropout: true where a unit is kept; to be set before each forward pass.
    gate: (n, B), what ReLU and dropout multiply by, 0 where a unit is off; None without either.
    is_on: (n, B), for ReLU: true where z > 0. work: (n, B), for the other derivatives.
    """

    with_one: np.ndarray
    a: np.ndarray
    g: np.ndarray
    keep: np.ndarray | None
    gate: np.ndarray | None
    is_on: np.ndarray
    work: np.ndarray


def _transposed(array: np.ndarray) -> np.ndarray:
    return array.swapaxes(-1, -2)


def grouped(array: np.ndarray, groups: int) -> np.ndarray:
    """A view of a stack (R, n, m) as (groups, R/groups · n, m): a group's networks underneath
    each other, so that one product serves all that see the same input."""
    return array.reshape(groups, -1, array.shape[-1])


class Passes:
    """The two passes for batches of `n` examples of one network, or of a stack of networks.

    blocks, gradients: [W b] of every layer, (n_out, n_in + 1), or (R, n_out, n_in + 1) for a stack,
        each contiguous; `backward` writes into gradients.
    groups: for a stack, the number of different batches; its networks are sorted by batch.
    scale: for dropout, 1/(1 - p): zero-dimensional, for a stack (R, 1, 1). `hidden[k].keep` is then
        to be set before `forward`.
    """

    def __init__(
        self,
        blocks: Sequence[np.ndarray],
        gradients: Sequence[np.ndarray] | None,
        n: int,
        *,
        activation: str,
        output: str,
        loss: Loss,
        groups: int = 1,
        scale: np.ndarray | None = None,
    ) -> None:
        self.n = n
        self.loss = loss
        self.stacked = blocks[0].ndim == 3
        self.groups = groups
        self.keep_scale = scale
        dtype, lead = blocks[0].dtype, blocks[0].shape[:-2]
        # on small matrices dot is a third faster than matmul, but it knows no stacks
        self.product = np.matmul if self.stacked else np.ndarray.dot
        self.zero, self.one = np.zeros((), dtype), np.ones((), dtype)
        self.is_relu = activation == "relu"
        self.activation, self.output = ACTIVATIONS[activation], OUTPUTS[output]
        self.output_backward = None if loss.of_logits else ACTIVATIONS[output].backward

        self.z = [np.empty((*lead, block.shape[-2], n), dtype) for block in blocks]
        self.hidden = [self._hidden(z) for z in self.z[:-1]]
        self.y_hat = np.empty_like(self.z[-1])
        self.dz = self._last_dz()
        terms = n * blocks[-1].shape[-2] if loss.terms_per_output else n
        self.scale = np.array(loss.slope / terms, dtype)

        self.blocks = [self._first(blocks[0]), *blocks[1:]]
        self.z_out = [self._first(self.z[0]), *self.z[1:]]
        if gradients is not None:
            self.gradients = [self._first(gradients[0]), *gradients[1:]]

    def _hidden(self, z: np.ndarray) -> Hidden:
        with_one = np.ones((*z.shape[:-2], z.shape[-2] + 1, z.shape[-1]), z.dtype)
        a = with_one[..., :-1, :]
        drops = self.keep_scale is not None
        return Hidden(
            with_one=with_one,
            a=a,
            g=np.empty_like(z) if drops else a,
            keep=np.ones(z.shape, bool) if drops else None,
            gate=np.empty_like(z) if drops or self.is_relu else None,
            is_on=np.empty(z.shape, bool),
            work=np.empty_like(z),
        )

    def _last_dz(self) -> np.ndarray:
        """The last layer's dz (n_out, B). It is kept as rows (B, n_out) and seen transposed, as the
        targets are: the product for the gradient of a small last layer is faster by half then."""
        if not self.hidden:
            return self.z[-1]
        return np.empty_like(_transposed(self.z[-1]), order="C").swapaxes(-1, -2)

    def _first(self, array: np.ndarray) -> np.ndarray:
        return grouped(array, self.groups) if self.stacked else array

    def _by_batch(self, array: np.ndarray) -> np.ndarray:
        """A stack's (R, n_out, B) as (groups, R/groups, n_out, B), to meet targets by batch."""
        if not self.stacked:
            return array
        return array.reshape(self.groups, -1, *array.shape[-2:])

    def forward(self, do: Do, x: np.ndarray) -> np.ndarray:
        """The logits (n_out, B) of inputs x (n_0 + 1, B), the last row ones; valid till the next
        call. For a stack x is (groups, n_0 + 1, B)."""
        for k, layer in enumerate(self.hidden):
            do(self.product, self.blocks[k], x, self.z_out[k])
            self._activate(do, self.z[k], layer)
            x = layer.with_one
        do(self.product, self.blocks[-1], x, self.z_out[-1])
        return self.z[-1]

    def _activate(self, do: Do, z: np.ndarray, layer: Hidden) -> None:
        if self.is_relu:
            self._gate(do, z, layer)
            return
        self.activation.forward(do, z, layer.g, self.one)
        if layer.keep is not None:
            do(_scale_kept, layer, self.keep_scale)
            do(np.multiply, layer.g, layer.gate, layer.a)

    def _gate(self, do: Do, z: np.ndarray, layer: Hidden) -> None:
        """ReLU, and dropout if there is some, as one gate: a = gate · z.

        gate is 1, or 1/(1 - p), where z > 0 and the unit is kept, else 0; it serves the way back
        too. A z of NaN gives NaN, so that divergence shows.
        """
        do(np.greater, z, self.zero, layer.is_on)
        if layer.keep is None:
            do(np.copyto, layer.gate, layer.is_on)
        else:
            do(_leave_kept, layer)
            do(np.copyto, layer.gate, layer.is_on)
            do(np.multiply, layer.gate, self.keep_scale, layer.gate)
        do(np.multiply, z, layer.gate, layer.a)

    def predictions(self, do: Do) -> np.ndarray:
        """After `forward`, whose logits are used up: ŷ (n_out, B), valid till the next call."""
        self.output(do, self.z[-1], self.y_hat, self.one)
        return self.y_hat

    def backward(self, do: Do, x_rows: np.ndarray, y: np.ndarray) -> None:
        """After `forward`: write the gradient of the mean loss into the gradient blocks.

        x_rows: the same inputs, rows (B, n_0 + 1). y: targets (n_out, B). For a stack (groups, B,
        n_0 + 1) and (groups, 1, n_out, B).
        """
        dz = self.dz
        y_hat = self.predictions(do)
        do(np.subtract, self._by_batch(y_hat), y, self._by_batch(dz))  # dJ/dz of the last layer is
        do(np.multiply, dz, self.scale, dz)  # slope (ŷ - y) / number of terms
        if self.output_backward is not None:
            self.output_backward(do, y_hat, dz, np.empty_like(dz), self.one)
        for k in range(len(self.blocks) - 1, 0, -1):
            layer, da = self.hidden[k - 1], self.z[k - 1]  # z is used up: its buffer is free
            do(self.product, dz, _transposed(layer.with_one), self.gradients[k])  # dz [a; 1]ᵀ
            do(self._spread(k), _transposed(self.blocks[k][..., :-1]), dz, da)  # dJ/da = Wᵀ dz
            if layer.gate is not None:
                do(np.multiply, da, layer.gate, da)
            if not self.is_relu:
                self.activation.backward(do, layer.g, da, layer.work, self.one)  # dz = da g'(z)
            dz = da
        do(self.product, self._first(dz), x_rows, self.gradients[0])

    def _spread(self, k: int) -> Callable[..., object]:
        """What multiplies layer k's Wᵀ and dz: in a stack with one output that is an outer product,
        which broadcasting does faster."""
        return np.multiply if self.stacked and self.blocks[k].shape[-2] == 1 else self.product


# `keep` may be another array at every step, so these two look it up when they are called. They are
# no methods: written down as one, they would keep the buffers alive in a circle of references.


def _scale_kept(layer: Hidden, scale: np.ndarray) -> None:
    np.copyto(layer.gate, layer.keep)
    np.multiply(layer.gate, scale, layer.gate)


def _leave_kept(layer: Hidden) -> None:
    np.logical_and(layer.is_on, layer.keep, layer.is_on)
