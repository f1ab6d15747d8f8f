"""Parameters and files go from one engine to the other."""

import os
import signal
from contextlib import contextmanager

import numpy as np
import pytest

from dlbook import numpy_engine, torch_engine
from dlbook.training import storage
from tests.parity.cases import data, networks

KINDS = {"activation": "tanh", "dropout": 0.25, "init": "he_normal"}


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_state_dict_both_ways(dtype):
    ours, theirs = networks("mse", "sigmoid", **KINDS, dtype=dtype)
    theirs.flat = theirs.flat + 1
    ours.load_state_dict(theirs.state_dict())
    np.testing.assert_array_equal(ours.flat, theirs.flat.numpy())
    ours.flat[:] *= 2
    theirs.load_state_dict(ours.state_dict())
    np.testing.assert_array_equal(theirs.flat.numpy(), ours.flat)
    assert list(theirs.state_dict()) == list(ours.state_dict())


@pytest.mark.parametrize("change", ["names", "shapes"])
def test_state_dict_of_another_network(change):
    _, network = networks("mse", "linear")
    other = (4, 6, 6, 2) if change == "names" else (4, 7, 2)
    before = network.flat
    with pytest.raises(ValueError, match="state does not fit this network"):
        network.load_state_dict(numpy_engine.Network(other).state_dict())
    assert before.shape == network.flat.shape


def test_flat_of_another_network():
    _, network = networks("mse", "linear")
    with pytest.raises(ValueError, match=r"flat must have shape \(44,\), got \(3,\)"):
        network.flat = np.ones(3)


def test_a_copy_shares_nothing():
    _, network = networks("mse", "linear")
    twin = network.copy()
    twin.flat = twin.flat + 1
    assert (twin.flat - network.flat).min() > 0.5


@pytest.mark.parametrize("engine", [numpy_engine, torch_engine])
def test_a_copy_is_of_the_same_class(engine):
    class Mine(engine.Network):
        pass

    network = Mine((4, 6, 2), **KINDS)
    network.note = "mine"
    twin = network.copy()
    assert type(twin) is Mine
    assert twin.note == "mine"
    assert repr(twin) == repr(network)


@pytest.mark.parametrize("writer", [numpy_engine, torch_engine])
@pytest.mark.parametrize("reader", [numpy_engine, torch_engine])
@pytest.mark.parametrize("activation", ["tanh", "leaky_relu", "softplus", "gelu"])
def test_files_of_either_engine(writer, reader, activation, tmp_path):
    kinds = {**KINDS, "activation": activation}
    network = writer.Network((4, 6, 2), output="sigmoid", seed=5, dtype="float32", **kinds)
    writer.save(network, tmp_path / "network.npz")
    loaded = reader.load(tmp_path / "network.npz")
    X, _ = data("mse")
    np.testing.assert_array_equal(np.asarray(loaded.flat), np.asarray(network.flat))
    np.testing.assert_allclose(loaded.predict(X), network.predict(X), rtol=0, atol=1e-6)
    for name in ("sizes", "activation", "output", "dropout", "init", "seed"):
        assert getattr(loaded, name) == getattr(network, name)


@pytest.mark.parametrize("engine", [numpy_engine, torch_engine])
def test_a_save_that_fails_leaves_the_file_that_was_there(engine, tmp_path):
    path = tmp_path / "network.npz"
    small, large = engine.Network((2, 1), seed=1), engine.Network((200, 30, 1))
    engine.save(small, path)
    with files_of_at_most(4000), pytest.raises(OSError, match="File too large"):
        engine.save(large, path)
    assert engine.load(path).sizes == small.sizes
    assert [file.name for file in tmp_path.iterdir()] == ["network.npz"]


@contextmanager
def files_of_at_most(n_bytes):
    """As on a disk that is full: what is longer is cut off, and an error."""
    resource = pytest.importorskip("resource")  # not on Windows
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("engine", [numpy_engine, torch_engine])
def test_saving_through_a_link_writes_the_file_behind_it(engine, tmp_path):
    link = tmp_path / "newest.npz"
    try:
        link.symlink_to(tmp_path / "first.npz")
    except OSError:
        pytest.skip("no links here")
    engine.save(engine.Network((2, 1)), link)
    assert link.is_symlink()
    assert engine.load(tmp_path / "first.npz").sizes == (2, 1)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_what_is_no_file_is_written_to_and_stays(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        numpy_engine.save(numpy_engine.Network((2, 1)), pipe)
        assert os.read(reader, 2) == b"PK"  # the beginning of an archive
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_damaged_and_foreign_files(tmp_path):
    path = tmp_path / "network.npz"
    torch_engine.save(torch_engine.Network((4, 6, 2)), path)
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"", b"something else"):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match=r"network\.npz"):
            torch_engine.load(path)
    path.write_bytes(whole)
    with pytest.raises(ValueError, match="device='cuda:99' is not there"):
        torch_engine.load(path, device="cuda:99")
    with pytest.raises(TypeError, match=r"network must be a dlbook\.torch_engine.Network"):
        torch_engine.save(numpy_engine.Network((4, 6, 2)), path)


@pytest.mark.parametrize("init", ["xavier", 5])
def test_a_file_with_an_unknown_initialisation(tmp_path, init):
    path = tmp_path / "network.npz"
    network = torch_engine.Network((2, 1))
    state = {name: value.numpy() for name, value in network.state_dict().items()}
    storage.write(path, {**storage.settings_of(network), "init": init}, state)
    with pytest.raises(ValueError, match="holds no valid network: init must be"):
        torch_engine.load(path)
