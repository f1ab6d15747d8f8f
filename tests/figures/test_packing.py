"""The message format: what is packed comes out as it went in, in Python and in the page."""

import base64
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from dlbook.figures.kit.packing import pack, unpack
from tests.figures.javascript import DRAWING, in_node
from tools import node

FRAMES = Path(__file__).parents[2] / "web" / "drawing" / "frames.js"


@pytest.fixture
def arrays() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    return {
        "curve": rng.normal(size=(3, 5)).astype(np.float16),
        "flags": rng.integers(0, 2, 7).astype(np.uint8),
        "losses": rng.normal(size=(2, 2, 2)).astype(np.float32),
        "weights": rng.normal(size=(3, 3)),
        "epochs": np.arange(9, dtype=np.int32),
        "one": np.array(3.5, dtype=np.float32),
    }


def test_unpack_gives_back_what_was_packed(arrays):
    again = unpack(*pack(arrays))
    assert list(again) == list(arrays)
    for name, array in arrays.items():
        np.testing.assert_array_equal(again[name], array)
        assert again[name].dtype == array.dtype


def test_every_array_starts_where_any_typed_array_may(arrays):
    header, blob = pack(arrays)
    assert all(entry["offset"] % 8 == 0 for entry in header.values())
    assert len(blob) % 8 == 0


def test_axes_are_noted_for_the_arrays_that_vary(arrays):
    header, _ = pack(arrays, {"curve": ["lr"]})
    assert header["curve"]["axes"] == ["lr"]
    assert header["flags"]["axes"] == []


def test_a_wide_integer_is_refused_by_name():
    with pytest.raises(TypeError, match=r"arrays\['epochs'\] is int64; allowed: float64, float32"):
        pack({"epochs": np.zeros(3, np.int64)})


def recorded_in_node(axes: dict, header: dict, blob: bytes, state: dict) -> dict:
    """What frames.js finds in a recording for ``state``: the array ``table``, and its indices."""
    script = f"""
      import {{ Recording }} from {json.dumps(FRAMES.as_uri())};
      const {{ axes, header, blob, state }} = JSON.parse(process.argv[1]);
      const recording = new Recording(axes, header, new Uint8Array(Buffer.from(blob, "base64")));
      const {{ indices }} = recording.nearest(state);
      const table = Array.from(recording.at(indices).table.data);
      console.log(JSON.stringify({{ indices, table }}));
    """
    given = {
        "axes": axes,
        "header": header,
        "blob": base64.b64encode(blob).decode(),
        "state": state,
    }
    command = [str(node.folder() / "node"), "--input-type=module", "-e", script, json.dumps(given)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=node.environment())
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("stored", [list, sorted], ids=["as made", "keys sorted"])
def test_a_recording_is_read_in_its_own_order_of_axes(stored):
    axes = {"lr": [0.1, 1.0, 10.0], "dropout": [0.0, 0.5]}
    table = np.arange(3 * 2 * 4, dtype=np.float32).reshape(3, 2, 4)
    header, blob = pack(
        {"table": table, "epochs": np.arange(4, dtype=np.int32)}, {"table": [*axes]}
    )
    as_stored = {name: axes[name] for name in stored(axes)}
    found = recorded_in_node(as_stored, header, blob, {"lr": 10.0, "dropout": 0.0})
    assert found["indices"] == [2, 0]
    np.testing.assert_array_equal(found["table"], table[2, 0])


def test_float16_is_read_as_numpy_reads_it():
    bits = np.arange(0, 2**16, 7, dtype=np.uint16)
    halves = bits.view(np.float16).astype(np.float64)
    finite = np.isfinite(halves)
    module = json.dumps((DRAWING / "frames.js").as_uri())
    ours = in_node(f"given.map((await import({module})).float16)", bits[finite].tolist())
    np.testing.assert_array_equal(ours, halves[finite])
