"""The dropout figure draws the masks that a training of seed 0 is really given."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook import data
from dlbook.figures.dropout import BATCH, HIDDEN, N_TRAIN, SIZES, STEPS, Dropout
from dlbook.figures.dropout.job import programs
from dlbook.numpy_engine import SGD, Network, train
from dlbook.programs.packing import pack
from dlbook.programs.webassembly import Machine
from dlbook.training.randomness import dropout_masks, streams


@pytest.fixture(scope="module")
def shared():
    return Dropout().shared()


def masks_in_training(p: float) -> list[list[np.ndarray]]:
    """The first image's flags of each hidden layer in each step of a real training, seed 0."""
    given = dropout_masks(streams(0).dropout, p)
    seen: list[list[np.ndarray]] = [[] for _ in range(STEPS)]

    def spy(step, layer, shape):
        flags = given(step, layer, shape)
        seen[step - 1].append(flags[0].copy())
        return flags

    network = Network(SIZES, output="softmax", dropout=p, seed=0)
    X, y = np.zeros((N_TRAIN, SIZES[0])), np.zeros(N_TRAIN, dtype=int)
    train(
        network, X, y, loss="softmax_cross_entropy", optimizer=SGD(0.1), batch_size=BATCH,
        epochs=STEPS * BATCH // N_TRAIN, seed=0, masks=spy,
    )  # fmt: skip
    return seen


def drawn(words: np.ndarray, p: float) -> np.ndarray:
    """The flags that the page's program makes of words, at dropout rate p."""
    pytest.importorskip("wasmtime")
    program = pack(programs(len(SIZES) - 1)["masks"])
    flags = [Machine().evaluate(program, {"words": step, "p": p})["kept"] for step in words]
    return np.array(flags) > 0


@pytest.mark.parametrize("p", [0.1, 0.3, 0.5, 0.77, 0.9])
def test_the_page_draws_the_masks_of_the_training(shared, p):
    trained = [np.concatenate(layers) for layers in masks_in_training(p)]
    np.testing.assert_array_equal(drawn(shared["words"], p), trained)


def test_the_status_line_counts_the_units_of_the_same_masks():
    figure = Dropout()
    for step in (0, STEPS - 1):
        numbers = figure.numbers(lr=0.1, dropout=0.5, frame=0, step=step)
        assert numbers["units_on"] == sum(m.sum() for m in masks_in_training(0.5)[step])
        assert 0 < numbers["units_on"] < sum(HIDDEN)


def test_the_image_drawn_is_the_first_of_the_step_s_batch(shared):
    digits = data.digits()
    parts = data.split(digits.X, digits.y, validation=500, test=1797 - 500 - N_TRAIN, seed=0)
    for step, batch in enumerate(data.batches(N_TRAIN, BATCH, streams(0).order)):
        np.testing.assert_array_equal(shared["pixels"][step] / 16, parts.X_train[batch[0]])
        assert shared["labels"][step] == parts.y_train[batch[0]]


def test_nothing_is_off_without_dropout(shared):
    assert drawn(shared["words"], 0.0).all()
