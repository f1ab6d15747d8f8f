"""MNIST and Fashion-MNIST: downloaded once, when they are asked for, and checked.

Nothing here runs until one of the two functions is called; pooch, which does the downloading, is
the extra `dlbook[mnist]`.
"""

import gzip
import re
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from dlbook import checks
from dlbook.data.dataset import Dataset

FILES = {
    "train": ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
    "test": ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
}

# The addresses and SHA-256 sums are those of TensorFlow Datasets:
# github.com/tensorflow/datasets, tensorflow_datasets/url_checksums/mnist.txt and fashion_mnist.txt
MNIST_URL = "https://storage.googleapis.com/cvdf-datasets/mnist/"
MNIST_SHA256 = {
    FILES["train"][0]: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    FILES["train"][1]: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    FILES["test"][0]: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    FILES["test"][1]: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}
FASHION_URL = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
FASHION_SHA256 = {
    FILES["train"][0]: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    FILES["train"][1]: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    FILES["test"][0]: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    FILES["test"][1]: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
}

DIGITS = tuple("0123456789")
CLOTHES = (
    "T-shirt or top", "trousers", "pullover", "dress", "coat",
    "sandal", "shirt", "trainer", "bag", "ankle boot",
)  # fmt: skip

IMAGES_MAGIC, LABELS_MAGIC = 0x803, 0x801  # unsigned bytes in three dimensions, and in one


def mnist(
    part: str = "train",
    *,
    cache: str | Path | None = None,
    base_url: str = MNIST_URL,
    checksums: Mapping[str, str] | None = None,
    progress: bool = True,
) -> Dataset:
    """MNIST's handwritten digits: X (60000, 784) for training, (10000, 784) for testing.

    Parameters
    ----------
    part : "train" or "test"
    cache : the folder that keeps the downloaded files; None for pooch's own place, a folder
        "dlbook" among the caches of your system
    base_url : where the four files are, ending with a slash; any mirror will do, since the
        checksums have to match
    checksums : file name -> SHA-256 in hexadecimal, for other files in the same format
    progress : show a bar while downloading, 12 MB in all

    Pixels are in [0, 1], 0 for paper; float64, so the training part takes 376 MB of memory.

    Raises
    ------
    ImportError
        If pooch is not installed.
    ConnectionError
        If a file is not in the cache and cannot be downloaded.
    ValueError
        If a file does not have its checksum, or is not in the format.
    """
    description = (
        "Handwritten digits of 28 × 28 pixels, 60,000 to train on and 10,000 to test with, made "
        "from NIST's forms by Y. LeCun, C. Cortes and C. J. C. Burges (1998)."
    )
    sums = MNIST_SHA256 if checksums is None else checksums
    images, labels = _load("mnist", part, cache, base_url, sums, progress)
    return _dataset(images, labels, DIGITS, description)


def fashion_mnist(
    part: str = "train",
    *,
    cache: str | Path | None = None,
    base_url: str = FASHION_URL,
    checksums: Mapping[str, str] | None = None,
    progress: bool = True,
) -> Dataset:
    """Fashion-MNIST: clothes, shoes and bags in MNIST's format and numbers, and harder.

    Arguments, result and errors are those of `mnist`; 31 MB are downloaded in all.
    """
    description = (
        "Pieces of clothing of 28 × 28 pixels in ten classes, 60,000 to train on and 10,000 to "
        "test with (H. Xiao, K. Rasul and R. Vollgraf, 2017, arXiv 1708.07747, MIT licence)."
    )
    sums = FASHION_SHA256 if checksums is None else checksums
    images, labels = _load("fashion-mnist", part, cache, base_url, sums, progress)
    return _dataset(images, labels, CLOTHES, description)


def read_idx(path: str | Path) -> np.ndarray:
    """The unsigned bytes of a gzipped IDX file: images (n, height, width), or labels (n,).

    The format: a magic number, 0x803 for images and 0x801 for labels, then the length of each
    dimension, all as four bytes with the largest first, then the bytes themselves.

    Raises
    ------
    ValueError
        If the file is no gzip file, is cut off, or holds something else.
    """
    path = checks.path("path", path)
    try:
        with gzip.open(path) as file:
            content = file.read()
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(f"{path} is no complete gzip file: {error}") from None
    magic = int.from_bytes(content[:4], "big")
    if magic not in (IMAGES_MAGIC, LABELS_MAGIC):
        raise ValueError(
            f"{path} must start with 0x803 (images) or 0x801 (labels), got 0x{content[:4].hex()}"
        )
    dimensions = magic & 0xFF
    start = 4 + 4 * dimensions
    shape = [int.from_bytes(content[k : k + 4], "big") for k in range(4, start, 4)]
    found = len(content) - start
    wanted = int(np.prod(shape))
    if found != wanted:
        raise ValueError(
            f"{path} announces {wanted} bytes, shape {tuple(shape)}, but holds {max(found, 0)}"
        )
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def _load(
    name: str,
    part: str,
    cache: str | Path | None,
    base_url: str,
    checksums: Mapping[str, str],
    progress: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Images and labels of one part, downloaded where they are not yet in the cache."""
    files = FILES[checks.choice("part", part, FILES)]
    progress = checks.flag("progress", progress)
    cache = None if cache is None else checks.path("cache", cache)
    if not isinstance(base_url, str):
        raise TypeError(f"base_url must be a text, got {base_url!r}")
    if not re.fullmatch(r"\w{2,}:.*/", base_url):
        raise ValueError(
            f"base_url must be an address that ends with a slash, as {MNIST_URL}, got {base_url!r}"
        )
    if not isinstance(checksums, Mapping):
        raise TypeError(f"checksums must be a mapping of file names to sums, got {checksums!r}")
    for file in files:
        if file not in checksums:
            raise ValueError(f"checksums must hold one for {file!r}, got {sorted(checksums)}")
    images, labels = (
        read_idx(_fetch(name, file, checksums[file], cache, base_url, progress)) for file in files
    )
    if images.ndim != 3 or labels.ndim != 1 or len(images) != len(labels):
        raise ValueError(
            f"the files of {name} must hold as many images as labels, got shapes "
            f"{images.shape} and {labels.shape}"
        )
    return images, labels


def _fetch(
    name: str,
    file: str,
    checksum: str,
    cache: Path | None,
    base_url: str,
    progress: bool,
) -> Path:
    """The path of a file in the cache, downloaded and checked if need be."""
    try:
        import pooch
    except ImportError as error:
        raise ImportError(
            f"{name} is downloaded by pooch, and pooch is not installed: pip install pooch"
        ) from error
    folder = (Path(pooch.os_cache("dlbook")) if cache is None else cache) / name
    try:
        path = pooch.retrieve(
            base_url + file, f"sha256:{checksum}", fname=file, path=folder, progressbar=progress
        )
    except OSError as error:  # requests' errors are OSErrors too
        raise ConnectionError(
            f"{file} of {name} is not in {folder} and could not be downloaded from {base_url}: "
            f"{error}. Go online once, name another place by base_url=, or put the file there"
        ) from error
    return Path(path)


def _dataset(
    images: np.ndarray, labels: np.ndarray, target_names: tuple[str, ...], description: str
) -> Dataset:
    _, height, width = images.shape
    scaled = images / 255.0
    return Dataset(
        X=scaled.reshape(len(scaled), -1),
        y=labels.astype(np.int64),
        feature_names=tuple(f"pixel {r},{c}" for r in range(height) for c in range(width)),
        target_names=target_names,
        description=description,
        images=scaled,
    )
