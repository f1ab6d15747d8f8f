"""How many operations PyTorch is asked for: each is a kernel to start where a GPU does the work."""

from collections import Counter
from collections.abc import Callable

import torch
from torch.utils._python_dispatch import TorchDispatchMode

# they make or rename a tensor, and leave its numbers alone
_NO_WORK = ("empty", "empty_like", "empty_strided", "detach", "_unsafe_view")


class _Listening(TorchDispatchMode):
    """Writes down every operation on its way to the device."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        name = func.overloadpacket.__name__
        # other namespaces than aten are PyTorch's own book-keeping
        if func.namespace == "aten" and not func.is_view and name not in _NO_WORK:
            self.found[name] += 1
        return func(*args, **(kwargs or {}))


def asked_for(run: Callable[[], object]) -> dict[str, int]:
    """The operations that `run()` asks PyTorch for, by name, and how often.

    Those of back-propagation and of the optimiser are counted too. Operations that touch no
    numbers, such as transposing, are not. An optimiser may ask for other operations on a GPU than
    on the CPU (PyTorch's update all parameters in one or two there), so a count on the CPU is an
    estimate of the kernels on a GPU.

    Raises
    ------
    TypeError
        If `run` cannot be called.
    """
    if not callable(run):
        raise TypeError(f"run must be a function to be called without arguments, got {run!r}")
    with torch.enable_grad(), _Listening() as listening:
        run()
    return dict(listening.found)
