"""Trainings on the machine against the NumPy engine: the same batches, masks and parameters."""

import numpy as np
import pytest

from dlbook.data import xor
from dlbook.numpy_engine import SGD, Adagrad, Adam, Momentum, Network, train
from dlbook.programs.wasm_training import Training
from tests.machine.setups import setup
from tests.parity.cases import ACTIVATIONS, BATCHES, LOSSES, OPTIMIZERS, data, optimizers, sizes

# parameters after about 200 steps in settings where trainings are calm
TOLERANCE = {"float64": 1e-12, "float32": 5e-6}


def both(network, X, y, loss, optimizer, epochs, batch_size=None, seed=0):
    """The parameters after training by the machine and by NumPy, and the machine's training."""
    ours = Training(**setup(network, X, y, loss, optimizer, batch_size=batch_size, seed=seed))
    ours.run(epochs * ours.steps_per_epoch)
    trained = network.copy()
    train(trained, X, y, loss=loss, optimizer=optimizer, epochs=epochs, batch_size=batch_size,
          seed=seed, record=max(epochs, 1))  # fmt: skip
    return ours.parameters, trained.flat, ours


def assert_close(network, ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=TOLERANCE[str(network.dtype)])


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimiser(name, dtype):
    X, y = data("softmax_cross_entropy")
    network = Network(sizes("softmax_cross_entropy"), activation="tanh", output="softmax", seed=3,
                      dtype=dtype)  # fmt: skip
    optimizer, _ = optimizers(name)
    ours, theirs, _ = both(network, X, y, "softmax_cross_entropy", optimizer, 67, batch_size=16)
    assert_close(network, ours, theirs)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("loss", "output"), LOSSES)
def test_every_activation_and_loss(loss, output, activation, dtype):
    X, y = data(loss)
    network = Network(sizes(loss), activation=activation, output=output, seed=3, dtype=dtype)
    ours, theirs, _ = both(network, X, y, loss, SGD(0.05), 200)
    assert_close(network, ours, theirs)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("batches", BATCHES)
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_batches_and_dropout(batches, dropout, dtype):
    X, y = data("sigmoid_cross_entropy")
    network = Network((4, 7, 5, 1), activation="relu", output="sigmoid", dropout=dropout, seed=3,
                      dtype=dtype)  # fmt: skip
    ours, theirs, _ = both(
        network, X, y, "sigmoid_cross_entropy", Momentum(0.02), seed=5, **BATCHES[batches]
    )
    assert_close(network, ours, theirs)


def test_stretches_add_up_and_losses_are_those_before_each_step():
    X, y = data("sigmoid_cross_entropy")
    network = Network((4, 3, 1), activation="sigmoid", output="sigmoid", seed=1)
    arguments = network, X, y, "sigmoid_cross_entropy", SGD(0.5)
    whole, parts = Training(**setup(*arguments)), Training(**setup(*arguments))
    losses = whole.run(60)
    in_parts = np.concatenate([parts.run(k) for k in (1, 9, 0, 50)])
    np.testing.assert_array_equal(losses, in_parts)
    np.testing.assert_array_equal(whole.parameters, parts.parameters)
    history = train(network.copy(), X, y, loss="sigmoid_cross_entropy", optimizer=SGD(0.5),
                    epochs=60)  # fmt: skip
    np.testing.assert_allclose(losses, history.train_loss[:-1], rtol=1e-12)


def test_data_whose_sums_cancel_step_by_step():
    """XOR's gradients are sums of opposite numbers: what is left of them is rounding, which
    Adagrad divides by itself. So each step starts from NumPy's parameters."""
    points = xor()
    X, y = points.X, points.y
    network = Network((2, 4, 1), activation="tanh", output="sigmoid", seed=0)
    for step in range(40):
        ours, theirs, _ = both(network, X, y, "sigmoid_cross_entropy", SGD(0.5), 1)
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-14, err_msg=f"step {step}")
        network.flat[:] = theirs


def test_rates_that_change_and_numbers_that_are_set():
    X, y = data("sigmoid_cross_entropy")
    network = Network((4, 3, 1), activation="tanh", output="sigmoid", seed=1)
    rates = [0.5, 0.25, 0.125]
    given = setup(network, X, y, "sigmoid_cross_entropy", SGD(1.0))
    scheduled, by_hand = Training(**given, rates=rates), Training(**given)
    scheduled.run(5)
    for lr in [*rates, 0.125, 0.125]:
        by_hand.set_number("lr", lr)
        by_hand.run(1)
    assert scheduled.number("t") == 5
    np.testing.assert_array_equal(scheduled.parameters, by_hand.parameters)


def test_adam_in_float32_has_its_corrections_in_float64():
    """The first steps of a bias correction with β₂ = 0.999 have three digits in float32."""
    X, y = data("sigmoid_cross_entropy")
    network = Network((4, 3, 1), activation="tanh", output="sigmoid", seed=1, dtype="float32")
    ours = Training(**setup(network, X, y, "sigmoid_cross_entropy", Adam(0.01)))
    ours.run(1)
    t = 1
    alpha = 0.01 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    assert ours.number("alpha_t") == pytest.approx(alpha, rel=1e-13)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"batch_size": 0}, "batch_size must be at least 1, got 0"),
        ({"order": None, "batch_size": 8}, "order must be given for batches of 8"),
        ({"order": b"12", "batch_size": 8}, "order must be 48 bytes, got 2"),
        ({"numbers": {}}, "inputs must name 'lr'"),
        ({"blocks": [np.zeros((3, 5))]}, "one output for each of 1 blocks"),
        ({"blocks": [np.zeros((3, 6)), np.zeros((1, 4))]}, r"matmul, does not fit the shapes"),
    ],
)
def test_what_is_wrong_with_a_setup_is_said(change, sentence):
    X, y = data("sigmoid_cross_entropy")
    network = Network((4, 3, 1), activation="tanh", output="sigmoid", seed=1)
    given = setup(network, X, y, "sigmoid_cross_entropy", Adagrad(0.1)) | change
    with pytest.raises((ValueError, RuntimeError), match=sentence):
        Training(**given)


def test_examples_must_agree_in_number():
    X, y = data("sigmoid_cross_entropy")
    network = Network((4, 3, 1), activation="tanh", output="sigmoid", seed=1)
    given = setup(network, X, y, "sigmoid_cross_entropy", SGD(0.1))
    given["examples"]["y"] = given["examples"]["y"][:, :7]
    with pytest.raises(ValueError, match=r"examples must agree .* got 40 and 7"):
        Training(**given)


def test_measuring_sees_the_parameters_as_they_are():
    from dlbook.programs import pack, trace

    X, y = data("sigmoid_cross_entropy")
    network = Network((4, 3, 1), activation="tanh", output="sigmoid", seed=1)
    training = Training(**setup(network, X, y, "sigmoid_cross_entropy", SGD(0.1)))
    training.run(3)
    program = pack(trace(lambda blocks, scale: blocks[0] * scale,
                         [np.zeros((2, 2))] * 2, np.zeros(())))  # fmt: skip
    got = training.measure(program, {"scale": 2.0})[""]
    np.testing.assert_array_equal(got, 2 * training.parameters[:15].reshape(3, 5))
