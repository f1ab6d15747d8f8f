"""A fully connected network as an `nn.Module`, interchangeable with the NumPy engine's."""

import copy
from collections.abc import Mapping, Sequence
from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional

from dlbook import checks
from dlbook.torch_engine.activations import ACTIVATIONS, OUTPUTS
from dlbook.torch_engine.devices import (
    autograd_on,
    choose_device,
    choose_dtype,
    in_dtype,
    to_array,
)
from dlbook.torch_engine.flat import Flat, scatter
from dlbook.training.initialisation import Initialiser, initial_weights
from dlbook.training.randomness import streams

Masks = Sequence[torch.Tensor]


class Layer(nn.Linear):
    """One layer, z = W a + b for each example: `nn.Linear`, filled by its network's own seed.

    Assigning to W or b changes the network.
    """

    def reset_parameters(self) -> None:
        """Draw nothing from PyTorch's global generator."""

    @property
    def W(self) -> nn.Parameter:
        """The weights, (n_out, n_in)."""
        return self.weight

    @W.setter
    def W(self, values: object) -> None:
        write_into("W", self.weight, values)

    @property
    def b(self) -> nn.Parameter:
        """The bias, (n_out,)."""
        return self.bias

    @b.setter
    def b(self, values: object) -> None:
        write_into("b", self.bias, values)

    def __setattr__(self, name: str, value: object) -> None:
        # nn.Module would register a parameter by a new name before it asks the setters
        if name in ("W", "b"):
            object.__setattr__(self, name, value)
        else:
            super().__setattr__(name, value)


@torch.no_grad()
def write_into(name: str, parameter: nn.Parameter, values: object) -> None:
    """Give a parameter the values of an array or tensor of its shape, called `name`; on an error
    none."""
    tensor = in_dtype(name, values, parameter.device, parameter.dtype)
    if tensor.shape != parameter.shape:
        raise ValueError(
            f"{name} must have shape {tuple(parameter.shape)}, got {tuple(tensor.shape)}"
        )
    parameter.copy_(tensor)


class Network(nn.Module):
    """A fully connected network of dense layers, with dropout on its hidden activations.

    The arguments are the NumPy engine's, but activations go by name alone; the same `seed` gives
    the same initial parameters, and `device` says where the network lives (see `choose_device`).
    `network.layers[k].W` is (n_out, n_in), `network.layers[k].b` is (n_out,). Raises ValueError or
    TypeError for an argument outside its range.

    A new network is in evaluation mode. `forward` is differentiable; `logits`, `predict` and
    `activations` follow no gradient and never drop a unit.
    """

    @autograd_on()
    def __init__(
        self,
        sizes: Sequence[int],
        *,
        activation: str = "relu",
        output: str = "linear",
        dropout: float = 0.0,
        init: str | Initialiser = "glorot_uniform",
        seed: int = 0,
        dtype: str = "float64",
        device: str | torch.device = "auto",
    ) -> None:
        super().__init__()
        place = choose_device(device)
        kind = choose_dtype(dtype, place)
        self.sizes = checks.sizes("sizes", sizes)
        self.activation, self.output, self.dropout = activation, output, dropout
        self.check()
        self.init = init
        self.seed = checks.integer("seed", seed, at_least=0)
        self.layers = nn.ModuleList(
            Layer(n_in, n_out, device=place, dtype=kind) for n_in, n_out in pairwise(self.sizes)
        )
        rng = streams(self.seed).init
        with torch.no_grad():
            for layer in self.layers:
                W = initial_weights(init, rng, layer.out_features, layer.in_features)
                layer.W.copy_(in_dtype("init", W, place, kind))
                layer.b.zero_()
        self._flat: Flat | None = None
        self.eval()

    def check(self) -> None:
        """Raise an error that names a setting that is not allowed; one may have been changed."""
        self.activation = checks.choice("activation", self.activation, ACTIVATIONS)
        self.output = checks.choice("output", self.output, OUTPUTS)
        self.dropout = checks.dropout("dropout", self.dropout, self.sizes)
        if self.output == "softmax" and self.sizes[-1] < 2:
            raise ValueError(
                f"sizes must end with at least 2 classes for output='softmax', got {self.sizes}"
            )

    @property
    def device(self) -> torch.device:
        """Where the parameters are."""
        return self.layers[0].weight.device

    @property
    def dtype(self) -> torch.dtype:
        """The type of the parameters."""
        return self.layers[0].weight.dtype

    @property
    def flat(self) -> Flat:
        """All parameters (n_parameters,): for each layer the rows of [W b]; live, see `Flat`.

        Writing into it, or assigning to it, changes the network.
        """
        if self._flat is None or (self._flat.device, self._flat.dtype) != (self.device, self.dtype):
            self._flat = Flat.of(self)
        return self._flat

    @flat.setter
    def flat(self, values: object) -> None:
        vector = in_dtype("flat", values, self.device, self.dtype)
        n_parameters = sum(p.numel() for p in self.parameters())
        if vector.shape != (n_parameters,):
            raise ValueError(f"flat must have shape ({n_parameters},), got {tuple(vector.shape)}")
        scatter(vector, self)

    def __getstate__(self) -> dict:
        return {**vars(self), "_flat": None}  # a copy of the network has its own

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        """Logits (n, n_out) of the examples X (n, n_in), for autograd to follow.

        In training mode (`network.train()`) units are dropped by PyTorch's own generator, as in
        any other module; `training` draws its masks from the seed instead.
        """
        drop = self.training and self.dropout > 0
        return self.pre_activation(X, drop=drop)

    def pre_activation(
        self, X: torch.Tensor, masks: Masks | None = None, *, drop: bool = False
    ) -> torch.Tensor:
        """The logits, with the units dropped that `masks` says: 0/1 keep flags (n, n_hidden) for
        each hidden layer; or, if `drop`, units of PyTorch's choosing."""
        *hidden, last = self.layers
        for index, layer in enumerate(hidden):
            X = ACTIVATIONS[self.activation](layer(X))
            if masks is not None:
                X = X * masks[index] / (1 - self.dropout)
            elif drop:
                X = functional.dropout(X, self.dropout)
        return last(X)

    @torch.no_grad()
    def activations(self, X: object) -> list[torch.Tensor]:
        """Every layer's activations for X (n, n_in): the input, the hidden layers, the output."""
        *hidden, last = self.layers
        values = [self._inputs(X)]
        for layer in hidden:
            values.append(ACTIVATIONS[self.activation](layer(values[-1])))
        return [*values, OUTPUTS[self.output](last(values[-1]))]

    @torch.no_grad()
    def logits(self, X: object) -> torch.Tensor:
        """The last pre-activation, (n, n_out), of the examples X (n, n_in)."""
        return self.pre_activation(self._inputs(X))

    def predict(self, X: object) -> torch.Tensor:
        """ŷ (n, n_out): the output function of the logits of X (n, n_in)."""
        logits = self.logits(X)
        return OUTPUTS[self.output](logits)

    def _inputs(self, X: object) -> torch.Tensor:
        """X checked, as the settings are, on this network's device and in its dtype."""
        self.check()
        checks.examples("X", to_array(X), self.sizes[0])
        return in_dtype("X", X, self.device, self.dtype)

    def copy(self) -> "Network":
        """A network with the same parameters that shares nothing with this one."""
        return copy.deepcopy(self)

    def load_state_dict(self, state: Mapping[str, object], *args, **kwargs):
        """Take the parameters of either engine's `state_dict()`: tensors or arrays by name.

        Further arguments are `nn.Module.load_state_dict`'s. Raises ValueError when names or shapes
        are another network's.
        """
        if not isinstance(state, Mapping):
            raise TypeError(f"state must be a mapping of names to tensors, got {state!r}")
        for name in state:
            if not isinstance(name, str):
                raise ValueError(f"state must have the names of parameters as keys, got {name!r}")
        tensors = {
            name: in_dtype(f"state[{name!r}]", value, self.device, self.dtype)
            for name, value in state.items()
        }
        try:
            return super().load_state_dict(tensors, *args, **kwargs)
        except RuntimeError as error:
            raise ValueError(f"state does not fit this network: {error}") from error
