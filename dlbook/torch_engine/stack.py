"""Many networks of one shape as one stack of tensors, the networks on the leading axis."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch.nn import functional

from dlbook.torch_engine.activations import ACTIVATIONS

# logits (R, n_out, B) -> what the mean squared error takes; softmax has no such use
OUTPUTS = {"linear": ACTIVATIONS["linear"], "sigmoid": ACTIVATIONS["sigmoid"]}


class Stack:
    """R networks of the same sizes: their parameters, gradients, logits and losses.

    `parameters` and `gradients` are (R, n_parameters) and contiguous, so that an optimiser's step
    is a few in-place operations for all networks. `weights[k]` (R, n_out, n_in) and `biases[k]`
    (R, n_out, 1) are views into the parameters that autograd takes for leaves. Within a row all of
    a layer's weights come before its biases; `flat` gives the order of `Network.flat`.

    Examples are columns here, (n_units, B): then networks that see the same batch are rows of one
    product in the first layer, and no batch is copied for each of them. The networks come in
    groups that share their batches: X is (groups, n_in, B) for R = groups · group size networks.
    No operation mixes networks, so that one that diverges leaves the others as they are.
    """

    def __init__(
        self, flat: torch.Tensor, sizes: Sequence[int], *, activation: str, output: str, loss: str
    ) -> None:
        """`flat` (R, n_parameters) holds the initial parameters, in the order of `Network.flat`."""
        self._activation = ACTIVATIONS[activation]
        self._output = output
        self._loss = loss
        self._order = _order(sizes).to(flat.device)
        self.parameters = torch.empty_like(flat)
        self.parameters[:, self._order] = flat
        self.gradients = torch.zeros_like(flat)
        self.weights: list[torch.Tensor] = []
        self.biases: list[torch.Tensor] = []
        self._weight_gradients: list[torch.Tensor] = []
        self._bias_gradients: list[torch.Tensor] = []
        start = 0
        for n_in, n_out in pairwise(sizes):
            W = slice(start, start + n_out * n_in)
            b = slice(W.stop, W.stop + n_out)
            start = b.stop
            self.weights.append(_leaf(self.parameters[:, W].unflatten(1, (n_out, n_in))))
            self.biases.append(_leaf(self.parameters[:, b].unflatten(1, (n_out, 1))))
            self._weight_gradients.append(self.gradients[:, W].unflatten(1, (n_out, n_in)))
            self._bias_gradients.append(self.gradients[:, b].unflatten(1, (n_out, 1)))

    @property
    def flat(self) -> torch.Tensor:
        """The parameters (R, n_parameters) in the order of `Network.flat`, a copy."""
        return self.parameters[:, self._order]

    def one_by_one(self) -> tuple[list[list[torch.Tensor]], list[list[torch.Tensor]]]:
        """Each network's W and b, layer by layer, and their gradients: views."""
        return (
            _by_network(self.weights, self.biases),
            _by_network(self._weight_gradients, self._bias_gradients),
        )

    def logits(self, X: torch.Tensor, masks: Sequence[torch.Tensor] | None = None) -> torch.Tensor:
        """Logits (R, n_out, B) of X (groups, n_in, B).

        `masks[k]` (R, n_hidden, B) multiplies the hidden activations: 0 or 1 / (1 − p).
        """
        n_networks = len(self.parameters)
        a = X
        for k, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            if k == 0:
                groups = len(X)
                rows = torch.baddbmm(_grouped(b, groups), _grouped(W, groups), X)
                z = rows.reshape(n_networks, W.shape[1], X.shape[2])
            else:
                a = self._activation(z)
                a = a if masks is None else a * masks[k - 1]
                z = torch.baddbmm(b, W, a)
        return z

    def losses(self, logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        """Each network's mean loss (R,), without penalty; y (groups, B) or (groups, n_out, B)."""
        groups = len(y)
        if self._loss == "softmax_cross_entropy":
            y = y.repeat_interleave(len(logits) // groups, dim=0)
            return functional.cross_entropy(logits, y, reduction="none").mean(1)
        by_group = logits.unflatten(0, (groups, -1))
        y = y.unsqueeze(1).expand_as(by_group)
        if self._loss == "sigmoid_cross_entropy":
            each = functional.binary_cross_entropy_with_logits(by_group, y, reduction="none")
        else:
            each = functional.mse_loss(OUTPUTS[self._output](by_group), y, reduction="none")
        return each.flatten(0, 1).flatten(1).mean(1)

    def differentiate(self, losses: torch.Tensor, l2: float) -> None:
        """Write into `gradients` each network's gradient of its loss + l2/2 · ΣW²."""
        leaves = [*self.weights, *self.biases]
        places = [*self._weight_gradients, *self._bias_gradients]
        for place, gradient in zip(places, torch.autograd.grad(losses.sum(), leaves), strict=True):
            place.copy_(gradient)
        if l2:
            for place, W in zip(self._weight_gradients, self.weights, strict=True):
                place.add_(W.detach(), alpha=l2)


def _by_network(
    weights: Sequence[torch.Tensor], biases: Sequence[torch.Tensor]
) -> list[list[torch.Tensor]]:
    """Stacked W and b (R, …) as each network's own, [W, b, W, b, …]."""
    networks: list[list[torch.Tensor]] = [[] for _ in weights[0]]
    for W, b in zip(weights, biases, strict=True):
        for r, tensors in enumerate(networks):
            tensors += [W.detach()[r], b.detach()[r, :, 0]]
    return networks


def _leaf(view: torch.Tensor) -> torch.Tensor:
    """A tensor that shares `view`'s memory and starts a graph of its own."""
    return view.detach().requires_grad_()


def _grouped(stacked: torch.Tensor, groups: int) -> torch.Tensor:
    """(R, n_out, m) as (groups, R / groups · n_out, m): the networks of a group as one."""
    return stacked.reshape(groups, -1, stacked.shape[2])


def _order(sizes: Sequence[int]) -> torch.Tensor:
    """For each place of `Network.flat` ([W b] row by row), its place in a row of the stack."""
    places = []
    start = 0
    for n_in, n_out in pairwise(sizes):
        W = torch.arange(start, start + n_out * n_in).view(n_out, n_in)
        b = torch.arange(start + n_out * n_in, start + n_out * (n_in + 1))
        places.append(torch.cat([W, b[:, None]], dim=1).flatten())
        start += n_out * (n_in + 1)
    return torch.cat(places)
