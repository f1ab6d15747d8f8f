"""Calls that are written down: order, repetition, and that the engine's are those made at once."""

import gc
import weakref

import numpy as np
import pytest

from dlbook.numpy_engine import SGD, Adam, Momentum, Network
from dlbook.numpy_engine.calls import Calls, at_once
from dlbook.numpy_engine.gradients import Objective
from dlbook.numpy_engine.training import Loop
from dlbook.training.schedules import step_decay

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(12, 3)), RNG.integers(0, 2, 12)


def test_written_down_nothing_happens_until_they_are_run_in_order():
    calls, made = Calls(), []
    calls(made.append, 1)
    calls(made.extend, [2, 3])
    calls(np.add.reduce, np.ones(3), out=np.empty(()))
    assert made == []
    calls.run()
    assert made == [1, 2, 3]
    calls.run(2)
    assert made == [1, 2, 3] * 3


def test_a_call_sees_what_its_buffers_hold_when_it_is_made():
    a, out, calls = np.array([1.0]), np.empty(1), Calls()
    calls(np.multiply, a, 2.0, out)
    a[:] = 5.0
    calls.run()
    assert out == 10.0


@pytest.mark.parametrize(
    "optimizer",
    [SGD(0.3, weight_decay=0.1), Momentum(step_decay(0.3, every=2, factor=0.5)), Adam(0.05)],
    ids=["weight decay", "schedule", "Adam"],
)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "linear"])
@pytest.mark.parametrize(("l2", "clip_norm"), [(0.0, None), (0.1, 0.2)])
def test_steps_written_down_give_what_steps_made_at_once_give(optimizer, activation, l2, clip_norm):
    def objective() -> Objective:
        network = Network((3, 4, 1), activation=activation, output="sigmoid", seed=1)
        return Objective(network, X, Y, "sigmoid_cross_entropy", l2=l2, clip_norm=clip_norm)

    written = Loop(objective(), optimizer.fresh())
    written.run_to(5)

    direct, update = objective(), optimizer.fresh()
    update.start(direct.network.flat)
    for _ in range(5):
        update.write_step(at_once, direct.network.flat, direct.differentiate())
    np.testing.assert_array_equal(written.objective.network.flat, direct.network.flat)
    assert (written.epoch, written.step) == (5, 5)


def test_all_examples_and_as_many_chosen_ones_are_told_apart():
    chosen = np.zeros(len(X), int)
    stepped = []
    for steps in ((chosen,), (None, chosen)):
        network = Network((3, 4, 1), output="sigmoid", seed=1)
        start = network.flat.copy()
        loop = Loop(Objective(network, X, Y, "sigmoid_cross_entropy"), SGD(0.3))
        for index in steps:
            network.flat[:] = start
            loop.make_step(index)
        stepped.append(network.flat.copy())
    np.testing.assert_array_equal(*stepped)


def test_a_training_leaves_no_circle_of_references():
    network = Network((3, 4, 1), output="sigmoid", dropout=0.5, seed=1)
    kept = np.ones((12, 4), bool)
    gc.disable()
    try:
        loss = "sigmoid_cross_entropy"
        objective = Objective(network, X, Y, loss, masks=lambda step, layer, shape: kept)
        loop = Loop(objective, Adam(0.1))
        loop.make_step(None)
        buffers = weakref.ref(objective.batch().passes.z[0])
        del objective, loop
        assert buffers() is None
    finally:
        gc.enable()
