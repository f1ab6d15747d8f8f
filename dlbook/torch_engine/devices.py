"""Where a network lives and how precisely it computes: the device and the precision."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import numpy as np
import torch

from dlbook import checks

DTYPES = {"float64": torch.float64, "float32": torch.float32}
PRECISIONS = ("full", "bf16")


def choose_device(device: str | torch.device = "auto") -> torch.device:
    """The device that a name means, checked to be there.

    "auto" is the first CUDA GPU where there is one, else the CPU. Apple's "mps" is taken only
    when it is named, because it has no float64. Raises ValueError for a device that this machine
    or this build of PyTorch has not got.
    """
    if isinstance(device, str) and device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        chosen = torch.device(device)
    except (RuntimeError, TypeError, ValueError) as error:  # the last of too large an integer
        raise ValueError(
            f"device={device!r} is no device; choose 'auto', 'cpu', 'cuda', 'cuda:0', … or 'mps'"
        ) from error
    _require_present(chosen)
    return chosen


def _require_present(device: torch.device) -> None:
    """Raise ValueError when the device is not on this machine."""
    if device.type == "cpu":
        return
    if device.type == "cuda":
        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        if (device.index or 0) < count:
            return
        found = f"PyTorch {torch.__version__} sees {count} CUDA devices"
    elif device.type == "mps":
        if torch.backends.mps.is_available():
            return
        found = f"PyTorch {torch.__version__} sees no Apple GPU"
    else:
        found = "only CPU, CUDA and MPS devices are supported"
    raise ValueError(f"device={str(device)!r} is not there: {found}; choose 'auto' or 'cpu'")


def choose_dtype(dtype: str, device: torch.device) -> torch.dtype:
    """The torch dtype of "float64" or "float32"; ValueError where the device has not got it."""
    name = checks.dtype("dtype", dtype).name
    if device.type == "mps" and name == "float64":
        raise ValueError("dtype='float64' is not available on device='mps'; use dtype='float32'")
    return DTYPES[name]


def autocast(
    precision: str, device: torch.device, dtype: torch.dtype
) -> AbstractContextManager[object]:
    """The context in which the forward pass runs.

    "full" computes in the network's own dtype; products of float32 use TF32 only if
    `torch.set_float32_matmul_precision` was told so. "bf16" is PyTorch's mixed precision: products
    in bfloat16, parameters, losses and updates in float32; it needs a float32 network, because
    autocast leaves float64 as it is.
    """
    if checks.choice("precision", precision, PRECISIONS) == "full":
        return nullcontext()
    if dtype != torch.float32:
        raise ValueError(
            "precision='bf16' mixes bfloat16 with float32: it needs a network of dtype='float32', "
            f"and this one is {str(dtype).removeprefix('torch.')}"
        )
    return torch.autocast(device.type, dtype=torch.bfloat16)


@contextmanager
def autograd_on() -> Iterator[None]:
    """For what needs gradients: they are followed, whatever block the caller is in."""
    with torch.inference_mode(False), torch.enable_grad():
        yield


def to_tensor(
    values: object, device: torch.device, dtype: torch.dtype | None = None
) -> torch.Tensor:
    """An array, list or tensor as a tensor on `device`, of `dtype` or its own."""
    if not isinstance(values, torch.Tensor):
        values = torch.from_numpy(_native(np.asarray(values)))
    if values.is_inference():  # made under torch.inference_mode: autograd refuses these
        values = values.clone()
    return values.to(device=device, dtype=dtype or values.dtype)


def _native(array: np.ndarray) -> np.ndarray:
    """A copy that PyTorch can take over: by rows, in this machine's byte order, at most float64."""
    is_wide = array.dtype == np.longdouble
    return np.array(array, np.float64 if is_wide else array.dtype.newbyteorder("="), order="C")


def in_dtype(name: str, values: object, device: torch.device, dtype: torch.dtype) -> torch.Tensor:
    """`to_tensor` of real numbers; errors name `values`, and one, a ValueError, says where a finite
    number would become infinite."""
    given = values
    if not isinstance(given, torch.Tensor):
        array = checks.real_array(name, given, finite=False)
        if array.dtype.itemsize > 8:  # PyTorch has no wider floats
            array = checks.in_dtype(name, array, np.dtype(np.float64))
        given = torch.from_numpy(_native(array))
    if given.is_complex():
        raise TypeError(f"{name} must be an array of real numbers, got dtype {given.dtype}")
    result = to_tensor(given, device, dtype)
    if given.is_floating_point() and given.dtype.itemsize > dtype.itemsize:
        lost = result.isinf() & given.to(device).isfinite()
        if lost.any():
            raise ValueError(
                f"{name} must lie within ±{torch.finfo(dtype).max:.3g}, the range of "
                f"{str(dtype).removeprefix('torch.')}, got {given[lost.to(given.device)][0].item()}"
            )
    return result


def to_array(values: object) -> object:
    """A tensor as a NumPy array on the CPU, float32 if NumPy has no such type; anything else as it
    is, a sparse tensor too, of which NumPy makes none."""
    if not isinstance(values, torch.Tensor) or values.layout != torch.strided:
        return values
    values = values.detach().cpu()
    return (values.float() if values.dtype == torch.bfloat16 else values).numpy()
