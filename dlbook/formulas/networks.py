"""A dense network: one layer's forward and backward step, then the passes through all of them.

Layer k is a block [W b] (…, n_out, n_in + 1); with a 1 appended to what it sees,
z = W a + b = [W b] [a; 1] is one product, and so is the gradient of both,
∂J/∂[W b] = dz [a; 1]ᵀ. Examples are columns; `dz` and `da` stand for ∂J/∂z and ∂J/∂a. The equations
are those of Nielsen, Neural Networks and Deep Learning, chapter 2, BP1 to BP4.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dlbook.formulas.activations import Activation

Array = np.ndarray


def transposed(a: Array) -> Array:
    """aᵀ: the last two axes swapped."""
    return np.swapaxes(a, -1, -2)


def with_one(a: Array) -> Array:
    """[a; 1]: a (…, n, B) with a last row of ones, (…, n + 1, B)."""
    return np.concatenate([a, np.ones_like(a[..., :1, :])], axis=-2)


def weights(W_b: Array) -> Array:
    """W of a block [W b]."""
    return W_b[..., :-1]


def bias(W_b: Array) -> Array:
    """b of a block [W b], (…, n_out, 1)."""
    return W_b[..., -1:]


def layer(W_b: Array, x: Array) -> Array:
    """z = W a + b = [W b] [a; 1], for x = [a; 1]."""
    return W_b @ x


def layer_gradient(x: Array, dz: Array) -> Array:
    """∂J/∂[W b] = dz [a; 1]ᵀ, for x = [a; 1]; the examples' gradients add up."""
    return dz @ transposed(x)


def layer_back(W_b: Array, dz: Array) -> Array:
    """da = Wᵀ dz, what reaches the layer below."""
    return transposed(weights(W_b)) @ dz


class Hidden(NamedTuple):
    """What a hidden layer leaves for the way back: z, a = g(z) before dropout, dropout's gate."""

    z: Array
    a: Array
    gate: Array | None


def hidden_layer(z: Array, activation: Activation, gate: Array | None) -> tuple[Hidden, Array]:
    """a = g(z), and what the layer above sees of it: [a; 1], with dropout [a · gate; 1]."""
    a = activation.g(z)
    return Hidden(z, a, gate), with_one(a if gate is None else a * gate)


def hidden_layer_back(hidden: Hidden, activation: Activation, da: Array) -> Array:
    """dz = da · gate · g'(z), where `da` is the gradient of what the layer above sees."""
    da = da if hidden.gate is None else da * hidden.gate
    return da * activation.slope(hidden.z, hidden.a)


def dropout_gate(kept: Array, p: float | Array) -> Array:
    """Inverted dropout at rate p: 1/(1 - p) where a unit is kept, 0 where it is off.

    kept: 1 or 0. What stays is scaled up, so that nothing changes at evaluation (Srivastava et al.
    2014, section 10).
    """
    return kept / (1 - p)


def forward(
    blocks: Sequence[Array],
    x: Array,
    activation: Activation,
    kept: Sequence[Array] | None = None,
    p: float | Array = 0.0,
) -> tuple[Array, list[Array], list[Hidden]]:
    """Layer after layer: the logits (…, n_out, B), what each layer saw, what the hidden ones left.

    blocks: [W b] of every layer. x: what the first sees, [x; 1], (…, n_in + 1, B). kept, p: for
    dropout, flags (…, n, B) for every hidden layer, and its rate.
    """
    seen, hidden = [x], []
    for k, W_b in enumerate(blocks[:-1]):
        gate = None if kept is None else dropout_gate(kept[k], p)
        left, above = hidden_layer(layer(W_b, seen[-1]), activation, gate)
        hidden.append(left)
        seen.append(above)
    return layer(blocks[-1], seen[-1]), seen, hidden


def backward(
    blocks: Sequence[Array],
    seen: Sequence[Array],
    hidden: Sequence[Hidden],
    activation: Activation,
    dz: Array,
) -> list[Array]:
    """From the last layer's dz (…, n_out, B) back: ∂J/∂[W b] of every block."""
    gradients = [layer_gradient(seen[-1], dz)]
    for k in reversed(range(len(hidden))):
        da = layer_back(blocks[k + 1], dz)
        dz = hidden_layer_back(hidden[k], activation, da)
        gradients.insert(0, layer_gradient(seen[k], dz))
    return gradients
