"""Saved networks come back; damaged and foreign files are errors that say so."""

import errno
import json
import os
import pickle

import numpy as np
import pytest

from dlbook.numpy_engine import Network, load, normal, save
from dlbook.training import storage


@pytest.fixture
def saved(tmp_path):
    network = Network(
        (2, 3, 1), activation="tanh", output="sigmoid", dropout=0.25, seed=7, dtype="float32"
    )
    path = tmp_path / "network.npz"
    save(network, path)
    return network, path


def test_a_network_comes_back(saved):
    network, path = saved
    again = load(path)
    assert repr(again) == repr(network)
    np.testing.assert_array_equal(again.flat, network.flat)
    assert again.init == network.init


def test_strings_are_paths_and_keep_their_name(tmp_path):
    path = str(tmp_path / "net.dlbook")
    save(Network((2, 1), init=normal(3.0)), path)
    assert load(path).sizes == (2, 1)


def test_a_diverged_network_can_be_kept(tmp_path):
    network = Network((2, 1))
    network.flat[0] = np.nan
    save(network, tmp_path / "n")
    assert np.isnan(load(tmp_path / "n").flat[0])


def test_every_truncation_is_noticed(saved):
    _, path = saved
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(ValueError, match=r"network\.npz"):
            load(path)


def test_no_changed_byte_changes_the_network_unnoticed(saved):
    network, path = saved
    whole = path.read_bytes()
    for at in range(0, len(whole), 3):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            again = load(path)
        except ValueError:
            continue
        # bytes of the archive that carry no content
        np.testing.assert_array_equal(again.flat, network.flat)
        assert repr(again) == repr(network)


class Evil:
    def __reduce__(self):
        return (print, ("a pickle was run",))


def test_pickles_are_never_run(tmp_path, capsys):
    path = tmp_path / "evil"
    path.write_bytes(pickle.dumps(Evil()))
    with pytest.raises(ValueError, match="evil"):
        load(path)
    np.savez(path.with_suffix(".npz"), header=np.array([Evil()], dtype=object))
    with pytest.raises(ValueError, match="evil"):
        load(path.with_suffix(".npz"))
    assert not capsys.readouterr().out


def rewrite(path, header=None, **arrays):
    """A file with parts of a good one replaced."""
    settings, state = storage.read(path)
    storage.write(path, {**settings, **(header or {})}, {**state, **arrays})


@pytest.mark.parametrize(
    ("header", "arrays"),
    [
        ({"sizes": [2, 4, 1]}, {}),
        ({"sizes": "2"}, {}),
        ({"activation": "selu"}, {}),
        ({"dropout": 2}, {}),
        ({"surprise": 1}, {}),
        ({"init": "xavier"}, {}),
        ({"init": 5}, {}),
        ({}, {"layers.0.weight": np.full((3, 2), 1e39)}),
        ({}, {"layers.0.weight": np.ones((3, 3))}),
        ({}, {"layers.7.bias": np.ones(3)}),
        ({}, {"layers.0.bias": np.array(["a", "b", "c"])}),
    ],
)
def test_files_of_another_network_are_noticed(saved, header, arrays):
    _, path = saved
    rewrite(path, header, **arrays)
    with pytest.raises(ValueError, match="holds no valid network"):
        load(path)


def test_foreign_files_are_noticed(tmp_path):
    path = tmp_path / "foreign.npz"
    np.savez(path, a=np.ones(3))
    with pytest.raises(ValueError, match="no file of a dlbook network"):
        load(path)
    header = json.dumps({"format": "dlbook network", "version": 9, "settings": {}}).encode()
    np.savez(path, header=np.frombuffer(header, np.uint8))
    with pytest.raises(ValueError, match="version 9"):
        load(path)
    header = json.dumps({"format": "dlbook network", "version": 1, "settings": {}}).encode()
    np.savez(path, header=np.frombuffer(header, np.uint8))
    with pytest.raises(ValueError, match="lacks the settings"):
        load(path)
    array = tmp_path / "array.npy"
    np.save(array, np.ones(3))
    for other in (b"text", pickle.dumps(3), array.read_bytes()):
        path.write_bytes(other)
        with pytest.raises(ValueError, match=r"no file of a dlbook network$"):
            load(path)


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "nowhere.npz")


def test_a_folder_that_is_missing_is_told_with_the_name_that_was_given(tmp_path):
    path = tmp_path / "nowhere" / "net.npz"
    with pytest.raises(FileNotFoundError, match=r"There is no folder .*nowhere") as caught:
        save(Network((2, 1)), path)
    assert caught.value.filename == str(path)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileNotFoundError, match=r"There is no folder .*file"):
        save(Network((2, 1)), tmp_path / "file" / "net.npz")


def test_a_file_that_cannot_be_written_is_told_with_the_name_that_was_given(tmp_path, monkeypatch):
    def full(new, path):
        raise OSError(errno.ENOSPC, "No space left on device", str(new), None, str(path))

    monkeypatch.setattr(os, "replace", full)
    path = tmp_path / "net.npz"
    with pytest.raises(OSError, match="No space left") as caught:
        save(Network((2, 1)), path)
    assert str(caught.value).endswith(f": {str(path)!r}")
    assert ".new" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_who_may_read_a_file_stays_as_it_was(saved):
    network, path = saved
    path.chmod(0o640)
    save(network, path)
    assert path.stat().st_mode & 0o777 == 0o640


def test_only_networks_are_saved(tmp_path):
    with pytest.raises(TypeError, match="network must be"):
        save("network", tmp_path / "n")


def test_a_path_is_a_name():
    with pytest.raises(TypeError, match="path must be the name of a file, got None"):
        load(None)
    with pytest.raises(TypeError, match="path must be the name of a file, got 5"):
        save(Network((2, 1)), 5)
