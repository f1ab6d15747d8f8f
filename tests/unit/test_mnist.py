"""MNIST's loader on small files in its format, made here and served by this machine."""

import gzip
import hashlib
import struct
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from dlbook import data
from dlbook.data import mnist as load
from dlbook.data.mnist import FASHION_SHA256, FILES, MNIST_SHA256

IMAGES = np.random.default_rng(0).integers(0, 256, (5, 4, 3), dtype=np.uint8)
LABELS = np.array([3, 1, 4, 1, 9], dtype=np.uint8)
NAMES = FILES["test"]


def idx(array: np.ndarray) -> bytes:
    """The array as an IDX file: magic number, lengths, bytes."""
    head = struct.pack(">BBBB", 0, 0, 8, array.ndim)
    return head + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and notes what was asked for."""

    asked: list[str]

    def log_message(self, *_args):
        pass

    def do_GET(self):
        self.server.asked.append(self.path)
        super().do_GET()


@pytest.fixture
def served(tmp_path, monkeypatch):
    """A folder with two files, its address, their checksums, and what was asked for."""
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    folder = tmp_path / "served"
    folder.mkdir()
    for name, array in zip(NAMES, (IMAGES, LABELS), strict=True):
        (folder / name).write_bytes(gzip.compress(idx(array)))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield {
        "folder": folder,
        "asked": server.asked,
        "how": {
            "part": "test",
            "cache": tmp_path / "cache",
            "base_url": f"http://127.0.0.1:{server.server_address[1]}/",
            "checksums": sums(folder),
            "progress": False,
        },
    }
    server.shutdown()
    server.server_close()
    thread.join()


def sums(folder) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in NAMES}


@pytest.mark.parametrize(
    ("loader", "second"), [(data.mnist, "1"), (data.fashion_mnist, "trousers")]
)
def test_images_and_labels_come_back_scaled(served, loader, second):
    loaded = loader(**served["how"])
    np.testing.assert_allclose(loaded.images * 255, IMAGES, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(loaded.X, loaded.images.reshape(5, 12))
    np.testing.assert_array_equal(loaded.y, LABELS)
    assert loaded.y.dtype == np.int64
    assert loaded.target_names[1] == second
    assert len(loaded.target_names) == 10
    assert len(loaded.feature_names) == 12


def test_what_is_in_the_cache_is_not_downloaded_again(served):
    first = load(**served["how"])
    assert len(served["asked"]) == 2
    again = load(**{**served["how"], "base_url": "http://127.0.0.1:9/"})
    np.testing.assert_array_equal(first.X, again.X)
    assert len(served["asked"]) == 2


def test_mnist_and_fashion_mnist_do_not_share_a_cache(served):
    load(**served["how"])
    data.fashion_mnist(**served["how"])
    assert len(served["asked"]) == 4


def test_a_progress_bar_is_drawn_when_asked_for(served, capsys):
    load(**{**served["how"], "progress": True})
    assert "100%" in capsys.readouterr().err


def test_a_file_with_another_checksum_is_refused_and_not_kept(served, tmp_path):
    wrong = {**served["how"]["checksums"], NAMES[0]: "0" * 64}
    with pytest.raises(ValueError, match="SHA256 hash of downloaded file"):
        load(**{**served["how"], "checksums": wrong})
    assert not (tmp_path / "cache" / "mnist" / NAMES[0]).exists()


def test_offline_the_error_says_what_to_do(served):
    with pytest.raises(
        ConnectionError, match=r"could not be downloaded from .*:9/.*Go online once"
    ):
        load(**{**served["how"], "base_url": "http://127.0.0.1:9/"})


def test_a_file_that_is_not_there_is_a_failed_download(served):
    (served["folder"] / NAMES[1]).unlink()
    with pytest.raises(ConnectionError, match=NAMES[1]):
        load(**served["how"])


def test_as_many_labels_as_images(served):
    path = served["folder"] / NAMES[1]
    path.write_bytes(gzip.compress(idx(LABELS[:4])))
    how = {**served["how"], "checksums": sums(served["folder"])}
    with pytest.raises(
        ValueError, match=r"as many images as labels, got shapes \(5, 4, 3\) and \(4,\)"
    ):
        load(**how)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no gzip file", "no complete gzip file"),
        (gzip.compress(idx(IMAGES))[:-12], "no complete gzip file"),
        (gzip.compress(idx(IMAGES)[:-1]), r"announces 60 bytes, shape \(5, 4, 3\), but holds 59"),
        (gzip.compress(idx(IMAGES) + b"1"), "but holds 61"),
        (gzip.compress(idx(IMAGES)[:9]), "announces .* bytes"),
        (gzip.compress(b"\0\0\x09\x01" + idx(LABELS)[4:]), "must start with 0x803.*got 0x00000901"),
        (gzip.compress(b""), "must start with"),
    ],
    # of the test's own: gzip writes the time into its bytes, and names must not change with it
    ids=[
        "no gzip",
        "cut off",
        "a byte too few",
        "a byte too many",
        "half a header",
        "other",
        "empty",
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path, content, message):
    path = tmp_path / "broken.gz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message):
        data.read_idx(path)


@pytest.mark.parametrize(
    ("change", "error", "named"),
    [
        ({"part": "validation"}, ValueError, "part must be one of 'train', 'test'"),
        ({"progress": 1}, TypeError, "progress must be True or False"),
        ({"checksums": {}}, ValueError, "checksums must hold one for 't10k-images"),
    ],
)
def test_a_wrong_argument_is_named(served, change, error, named):
    with pytest.raises(error, match=named):
        load(**{**served["how"], **change})


def test_without_pooch_the_error_says_what_to_install(served, monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(ImportError, match="pip install pooch"):
        load(**served["how"])


def test_each_of_the_eight_files_has_a_checksum_of_its_own():
    assert set(MNIST_SHA256) == set(FASHION_SHA256) == {*FILES["train"], *FILES["test"]}
    both = [*MNIST_SHA256.values(), *FASHION_SHA256.values()]
    assert len(set(both)) == 8
    assert all(len(bytes.fromhex(checksum)) == 32 for checksum in both)
