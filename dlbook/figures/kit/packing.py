"""The one message format for what a figure draws: named arrays in a header and one binary blob.

A recording and a live answer look the same to the drawing side::

    {"train_loss": {"dtype": "float32", "shape": [21, 41], "offset": 0, "axes": ["lr"]}, ...}

``axes`` names the leading dimensions that run over controls; an answer has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

DTYPES = ("float64", "float32", "float16", "uint8", "int32")
_ALIGNMENT = 8


def pack(
    arrays: Mapping[str, np.ndarray], axes: Mapping[str, Sequence[str]] | None = None
) -> tuple[dict[str, dict], bytes]:
    """Lay arrays end to end in one blob, each starting at a multiple of eight bytes.

    Parameters
    ----------
    arrays : name -> array of one of ``DTYPES``
    axes : name -> the controls that its leading dimensions run over

    Returns
    -------
    header, blob

    Raises
    ------
    TypeError
        If an array has another dtype: what is drawn is narrowed on purpose, never by accident.
    """
    header: dict[str, dict] = {}
    parts: list[bytes] = []
    offset = 0
    for name, array in arrays.items():
        array = np.ascontiguousarray(array)
        if array.dtype.name not in DTYPES:
            raise TypeError(f"arrays[{name!r}] is {array.dtype.name}; allowed: {', '.join(DTYPES)}")
        header[name] = {
            "dtype": array.dtype.name,
            "shape": list(array.shape),
            "offset": offset,
            "axes": list((axes or {}).get(name, ())),
        }
        raw = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
        raw += b"\0" * (-len(raw) % _ALIGNMENT)
        parts.append(raw)
        offset += len(raw)
    return header, b"".join(parts)


def unpack(header: Mapping[str, Mapping], blob: bytes) -> dict[str, np.ndarray]:
    """The arrays that `pack` laid into ``blob``."""
    arrays = {}
    for name, entry in header.items():
        dtype = np.dtype(entry["dtype"]).newbyteorder("<")
        count = int(np.prod(entry["shape"], dtype=int))
        flat = np.frombuffer(blob, dtype, count, entry["offset"])
        arrays[name] = flat.reshape(entry["shape"])
    return arrays
