"""What one engine refuses, the other refuses too, with the same kind of error and the same name."""

from functools import partial

import numpy as np
import pytest
import torch

from dlbook import numpy_engine
from tests.parity.attempts import ENGINES, X, Y, masked, network, refused, train
from tests.parity.wrong_calls import WRONG

FOLLOWED = torch.ones(6, 2, dtype=torch.float64, requires_grad=True)


@pytest.mark.parametrize(
    ("argument", "call"),
    [(argument, call) for argument, calls in WRONG.items() for call in calls],
    ids=[f"{argument} {k}" for argument, calls in WRONG.items() for k in range(len(calls))],
)
def test_both_engines_refuse(argument, call):
    ours, theirs = (refused(call, engine) for engine in ENGINES)
    assert type(theirs) is type(ours)
    assert argument in str(ours)
    assert argument in str(theirs)


def test_validation_is_named_without_its_arrays():
    for engine in ENGINES:
        with pytest.raises(TypeError, match=r"pair \(X_val, y_val\) or None, got a tuple of 3$"):
            train(engine, validation=(X, Y, np.zeros(10**4)))


@pytest.mark.parametrize(
    "call",
    [lambda v: numpy_engine.mse(v[:, 0], Y), lambda v: network(numpy_engine).predict(v),
     lambda v: numpy_engine.SGD(v[0, 0])],
)  # fmt: skip
def test_a_tensor_that_autograd_follows_is_named_by_the_numpy_engine(call):
    with pytest.raises(TypeError, match=r"^(y_hat|X|lr) must be"):
        call(FOLLOWED)


def eye_masks(value, step, layer, shape):
    return np.eye(*shape) * value


def test_any_flags_but_zero_keep_a_unit():
    flags = np.random.default_rng(0).integers(0, 2, (6, 3))
    wanted = [masked(engine, flags.astype(bool)) for engine in ENGINES]
    assert wanted[0] == pytest.approx(wanted[1], rel=1e-14)
    for kept in (flags, 2.0 * flags, -0.5 * flags, torch.tensor(3 * flags)):
        assert [masked(engine, kept) for engine in ENGINES] == wanted
    losses = []
    for value in (True, 2, -0.5):
        for engine in ENGINES:
            masks = partial(eye_masks, value)
            history = train(engine, kinds={"dropout": 0.5}, epochs=3, masks=masks)
            losses.append(history.train_loss[-1])
    np.testing.assert_allclose(losses, losses[0], rtol=1e-12)
