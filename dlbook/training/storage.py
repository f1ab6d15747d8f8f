"""Networks on disk: an .npz file of plain arrays and a JSON header, no pickle, for both engines."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from os import PathLike

import numpy as np

from dlbook import checks, files

FORMAT = "dlbook network"
VERSION = 1
# what zipfile, zlib and NumPy raise on files that are cut short or changed
DAMAGE = (
    OSError,
    TypeError,
    ValueError,
    EOFError,
    KeyError,
    RuntimeError,
    MemoryError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
SETTINGS = ("sizes", "activation", "output", "dropout", "init", "seed", "dtype")


def write(path: str | PathLike, settings: Mapping, state: Mapping[str, np.ndarray]) -> None:
    """Write the settings of a network (those of `SETTINGS`) and its state_dict to `path`; on an
    error the file that was there is there still."""
    header = {"format": FORMAT, "version": VERSION, "settings": dict(settings)}
    text = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
    buffer = io.BytesIO()
    np.savez(buffer, header=text, **{name: np.asarray(array) for name, array in state.items()})
    files.write(checks.path("path", path), buffer.getvalue())


def read(path: str | PathLike) -> tuple[dict, dict[str, np.ndarray]]:
    """The settings and the state_dict in the file at `path`; a ValueError if it is not such a file,
    or is damaged."""
    content = checks.path("path", path).read_bytes()
    if content and not content.startswith(b"PK"):  # as every .npz file does
        raise ValueError(f"path {str(path)!r} is no file of a dlbook network")
    try:
        # from memory: NumPy leaves a damaged file open
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except DAMAGE as error:
        raise ValueError(
            f"path {str(path)!r} is not a network's file, or damaged: {error}"
        ) from None
    return _settings(path, arrays.pop("header", None)), arrays


def _settings(path: str | PathLike, text: np.ndarray | None) -> dict:
    try:
        header = json.loads(text.tobytes())
        if header["format"] != FORMAT:
            raise KeyError("format")
        settings = header["settings"]
        missing = [name for name in SETTINGS if name not in settings]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ValueError(f"path {str(path)!r} is no file of a dlbook network: no header") from None
    if header.get("version") != VERSION:
        raise ValueError(
            f"path {str(path)!r} has version {header.get('version')!r} of the format; "
            f"this dlbook reads version {VERSION}"
        )
    if missing:
        raise ValueError(f"path {str(path)!r} lacks the settings {missing}")
    return settings


def settings_of(network: object) -> dict:
    """The settings to be stored of a network of either engine; a dtype as its name, an
    initialisation that is a function as None."""
    settings = {name: getattr(network, name) for name in SETTINGS}
    if not isinstance(settings["activation"], str):
        raise ValueError(
            f"activation {settings['activation']!r} is made of functions, which cannot be saved: "
            "save the state_dict, and make the network anew"
        )
    settings["sizes"] = [int(size) for size in settings["sizes"]]
    # "float64", of NumPy's dtype and of "torch.float64" alike
    settings["dtype"] = str(settings["dtype"]).rpartition(".")[2]
    settings["init"] = settings["init"] if isinstance(settings["init"], str) else None
    return settings
