"""A network's parameters as one vector that can be read and written, as the NumPy engine has it.

There W and b are views into the vector. PyTorch wants every parameter dense and in a place of its
own, so here the vector is a copy that is kept the same: before an operation reads it, it takes over
what the parameters have become; after one that has written into it, or into a part of it, they take
over that. What is written in place through a parameter's `.data`, or into an array made of one,
goes unseen, as it does by autograd.
"""

import weakref
from collections.abc import Iterable

import torch
from torch.utils._pytree import tree_leaves

from dlbook.torch_engine.devices import in_dtype


class Flat(torch.Tensor):
    """For each layer the rows of [W b], (n_parameters,), or a part of that: a live tensor.

    An array made of it (`numpy()`), a copy and what is read from a file are no longer live.
    """

    _root: "Flat"
    _network: weakref.ref
    _seen: list

    @classmethod
    def of(cls, network: torch.nn.Module) -> "Flat":
        """The parameters of a network whose `layers` have W and b."""
        # a tensor of inference mode would not count how often it is written to
        with torch.inference_mode(False):
            flat = gathered(network).as_subclass(cls)
        flat._root, flat._network = flat, weakref.ref(network)
        flat._seen = _state_of(network)
        return flat

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        with torch._C.DisableTorchFunctionSubclass():
            parts = [given for given in tree_leaves((args, kwargs)) if isinstance(given, cls)]
            roots = {id(part._root): part._root for part in parts}.values()
            for root in roots:
                root._take_over()
            before = [root._version for root in roots]
            result = func(*args, **kwargs)
            for root, version in zip(roots, before, strict=True):
                if root._version != version:
                    root._hand_over()
            return _part_of(roots, result)

    def __setitem__(self, index: object, values: object) -> None:
        if not isinstance(values, torch.Tensor):
            values = in_dtype("flat", values, self.device, self.dtype)
        super().__setitem__(index, values)

    def __deepcopy__(self, memo: dict) -> torch.Tensor:
        return memo.setdefault(id(self), self.clone())

    def __reduce_ex__(self, protocol: int) -> tuple:
        return self.clone().__reduce_ex__(protocol)

    def _take_over(self) -> None:
        """Become what the parameters are, if any has changed."""
        network = self._network()
        if network is not None and self._seen != _state_of(network):
            with torch.no_grad():
                self.copy_(gathered(network))
            self._seen = _state_of(network)

    def _hand_over(self) -> None:
        """Make the parameters what has been written."""
        network = self._network()
        if network is not None:
            scatter(self, network)
            self._seen = _state_of(network)


def _part_of(roots: Iterable[Flat], result: object) -> object:
    """A tensor that shares a flat vector's memory is a part of it; anything else as it is."""
    if type(result) is torch.Tensor:
        place = result.untyped_storage()._cdata
        for root in roots:
            if root.untyped_storage()._cdata == place:
                result = result.as_subclass(Flat)
                result._root = root
    return result


def gathered(network: torch.nn.Module) -> torch.Tensor:
    """All parameters in a new tensor (n_parameters,)."""
    blocks = [torch.cat([layer.W, layer.b[:, None]], dim=1) for layer in network.layers]
    return torch.cat([block.flatten() for block in blocks]).detach()


@torch.no_grad()
def scatter(values: torch.Tensor, network: torch.nn.Module) -> None:
    """Write a vector (n_parameters,) into the parameters."""
    start = 0
    for layer in network.layers:
        n_out, n_in = layer.W.shape
        block = values[start : start + n_out * (n_in + 1)].view(n_out, n_in + 1)
        layer.W.copy_(block[:, :n_in])
        layer.b.copy_(block[:, n_in])
        start += block.numel()


def _state_of(network: torch.nn.Module) -> list:
    """What changes when a parameter does: where it lies, and how often it has been written to."""
    return [(p.untyped_storage()._cdata, p._version) for p in network.parameters()]
