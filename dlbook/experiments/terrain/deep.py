"""A deep network of dense layers, with or without shortcuts around its pairs of layers."""

import torch
from torch import nn

from dlbook import checks
from dlbook.training.initialisation import initial_weights
from dlbook.training.randomness import streams


class DeepNetwork(nn.Module):
    """`blocks` pairs of dense ReLU layers between a first and a last layer, in float64.

    Parameters
    ----------
    n_in, width, n_out : units of the input, of every hidden layer, and of the output (logits)
    blocks : pairs of hidden layers, at least 1; there are ``2 * blocks + 1`` hidden layers
    residual : False for a' = g(W₂ g(W₁ a)), biases left out; True for a' = g(a + s W₂ g(W₁ a)),
        the block of He et al. (2016, arXiv:1512.03385, figure 2) without normalisation
    scale : the factor s > 0 of a residual block, 1/√blocks where None, so that the shortcuts do
        not make the activations grow with the depth; a plain network has none (s = 1)
    seed : the same seed gives the same weights, plain or residual (He's rule, biases 0)
    """

    def __init__(
        self,
        n_in: int = 64,
        width: int = 24,
        n_out: int = 10,
        *,
        blocks: int = 10,
        residual: bool = False,
        scale: float | None = None,
        seed: int = 0,
    ) -> None:
        super().__init__()
        n_in = checks.integer("n_in", n_in, at_least=1)
        width = checks.integer("width", width, at_least=1)
        n_out = checks.integer("n_out", n_out, at_least=2)
        blocks = checks.integer("blocks", blocks, at_least=1)
        self.residual = checks.flag("residual", residual)
        if scale is None:
            scale = blocks**-0.5 if residual else 1.0
        elif not residual:
            raise ValueError(f"scale={scale!r} needs residual=True: a plain block has no factor")
        self.scale = checks.number("scale", scale, above=0.0)
        self.first = nn.Linear(n_in, width, dtype=torch.float64)
        self.hidden = nn.ModuleList(
            nn.Linear(width, width, dtype=torch.float64) for _ in range(2 * blocks)
        )
        self.last = nn.Linear(width, n_out, dtype=torch.float64)
        self._draw(seed)

    def _draw(self, seed: int) -> None:
        """Fill the layers, in their order, from the stream for initial parameters."""
        rng = streams(seed).init
        with torch.no_grad():
            for layer in (self.first, *self.hidden, self.last):
                W = initial_weights("he_normal", rng, layer.out_features, layer.in_features)
                layer.weight.copy_(torch.from_numpy(W))
                layer.bias.zero_()

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        """Logits (n, n_out) of the examples X (n, n_in)."""
        a = torch.relu(self.first(X))
        for one, two in zip(self.hidden[::2], self.hidden[1::2], strict=True):
            z = two(torch.relu(one(a)))
            a = torch.relu(a + self.scale * z if self.residual else z)
        return self.last(a)
