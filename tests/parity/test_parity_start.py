"""Sweeps of the two engines that start from given parameters."""

import numpy as np
import pytest

from dlbook import numpy_engine, torch_engine
from tests.parity.cases import data, sizes

SEEDS = (0, 5, 6)


@pytest.mark.parametrize("batch_size", [None, 8])
def test_both_engines_start_from_the_same_rows(batch_size):
    loss = "softmax_cross_entropy"
    X, y = data(loss)
    rows = np.array(
        [numpy_engine.Network(sizes(loss), init="he_normal", seed=seed).flat for seed in (7, 8, 9)]
    )
    ours, theirs = (
        engine.sweep(
            sizes(loss), X, y, lr=(0.1, 0.02), dropout=0.0, seeds=SEEDS, start=rows, epochs=20,
            record=20, loss=loss, output="softmax", batch_size=batch_size, keep_parameters=True,
        )
        for engine in (numpy_engine, torch_engine)
    )  # fmt: skip
    np.testing.assert_array_equal(ours.parameters[:, :, 0], np.stack([rows, rows]))
    np.testing.assert_array_equal(theirs.parameters[:, :, 0], np.stack([rows, rows]))
    # 20 epochs of rounding, in calm training
    np.testing.assert_allclose(theirs.parameters, ours.parameters, rtol=0, atol=1e-12)


def test_a_start_of_another_shape_is_refused_in_the_same_words():
    X, y = data("mse")
    messages = []
    for engine in (numpy_engine, torch_engine):
        with pytest.raises(ValueError, match="start must have shape") as caught:
            engine.sweep(sizes("mse"), X, y, start=np.zeros(3), seeds=SEEDS, epochs=1, loss="mse")
        messages.append(str(caught.value))
    assert messages[0] == messages[1]
