"""PyTorch as its tutorials write it: modules, autograd, an optimiser, a loop. Eager or compiled."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from benchmarks.measure import Run
from dlbook.measurements.workloads import Workload

ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}
OPTIMIZERS = {
    "SGD": lambda parameters, lr: torch.optim.SGD(parameters, lr=lr),
    "Momentum": lambda parameters, lr: torch.optim.SGD(parameters, lr=lr, momentum=0.9),
    "Adam": lambda parameters, lr: torch.optim.Adam(parameters, lr=lr),
}


class Dense(nn.Module):
    """The workload's network; ``masks`` multiply the hidden activations where there is dropout."""

    def __init__(self, workload: Workload) -> None:
        super().__init__()
        pairs = zip(workload.sizes[:-1], workload.sizes[1:], strict=True)
        dtype = getattr(torch, workload.dtype)
        self.layers = nn.ModuleList(nn.Linear(a, b, dtype=dtype) for a, b in pairs)
        self.activation = ACTIVATIONS[workload.activation]

    def forward(self, x: torch.Tensor, masks: list[torch.Tensor]) -> torch.Tensor:
        for k, layer in enumerate(self.layers[:-1]):
            x = self.activation(layer(x))
            if masks:
                x = x * masks[k]
        return self.layers[-1](x)


def loss_function(workload: Workload):
    """The loss of logits and targets, and the targets as it wants them."""
    if workload.loss == "softmax_cross_entropy":
        return functional.cross_entropy, torch.as_tensor(workload.y)
    y = torch.as_tensor(workload.y, dtype=getattr(torch, workload.dtype))[:, None]
    return functional.binary_cross_entropy_with_logits, y


def make(workload: Workload, device: str = "cpu", compiled: bool = False) -> Run:
    """Train with nn.Module, autograd and torch.optim."""
    start = {k: torch.as_tensor(v) for k, v in workload.network().state_dict().items()}
    X = torch.as_tensor(workload.X).to(device)
    loss_of, y = loss_function(workload)
    y = y.to(device)
    full = workload.batch_size is None
    steps = [None if full else torch.as_tensor(r).to(device) for r in workload.batches()]
    masks = [torch.as_tensor(mask).to(device) for mask in workload.masks()]
    network = Dense(workload).to(device)
    call = torch.compile(network) if compiled else network

    def whole_loss() -> float:
        with torch.no_grad():
            return loss_of(network(X, []), y).item()

    def run() -> float:
        network.load_state_dict(start)
        optimizer = OPTIMIZERS[type(workload.optimizer).__name__](
            network.parameters(), workload.optimizer.lr
        )
        whole_loss()
        for step, rows in enumerate(steps):
            xb, yb = (X, y) if rows is None else (X[rows], y[rows])
            optimizer.zero_grad()
            loss_of(call(xb, [mask[step] for mask in masks]), yb).backward()
            optimizer.step()
        return whole_loss()

    return run


def make_compiled(workload: Workload) -> Run:
    """The same through torch.compile, which needs a C++ compiler."""
    return make(workload, compiled=True)
