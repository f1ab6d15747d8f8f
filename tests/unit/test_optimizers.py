"""Optimisers: published numbers, state and description kept apart, schedules, bad settings.

That each is torch.optim's own on any sequence of gradients is tested with the parity tests.
"""

import pickle
from dataclasses import replace

import numpy as np
import pytest
import torch

from dlbook.numpy_engine import SGD, Adadelta, Adagrad, Adam, AdamW, Momentum, RMSProp
from dlbook.training.schedules import Schedule, cosine, step_decay, warm_up

ALL = [SGD, Momentum, Adagrad, Adadelta, RMSProp, Adam, AdamW]


def descend(optimizer, gradient, start, steps):
    theta = np.array(start, dtype=float)
    for _ in range(steps):
        optimizer.step(theta, gradient(theta))
    return theta


def test_gradient_descent_on_a_parabola():
    # Dive into Deep Learning: x², rate 0.2, from 10, ten steps
    assert descend(SGD(0.2), lambda x: 2 * x, [10.0], 10)[0] == pytest.approx(0.060466, abs=5e-7)


def test_gradient_descent_in_a_valley():
    # Dive into Deep Learning: 0.1 x1² + 2 x2² from (-5, -2), 20 steps at rate 0.4
    end = descend(SGD(0.4), lambda x: np.array([0.2, 4.0]) * x, [-5.0, -2.0], 20)
    np.testing.assert_allclose(end, [-0.943467, -0.000073], atol=5e-7)


def test_heavy_ball_converges_at_gohs_rate():
    # condition number 100: optimal rates 0.980198 for gradient descent, 0.818182 with momentum
    curvature = np.array([1.0, 100.0])
    plain = descend(SGD(2 / 101), lambda x: curvature * x, [1.0, 1.0], 100)
    assert np.abs(plain).max() ** (1 / 100) == pytest.approx(0.980198, abs=1e-6)
    beta = (9 / 11) ** 2
    ball = Momentum((2 / 11) ** 2, momentum=beta)
    theta = descend(ball, lambda x: curvature * x, [1.0, 1.0], 1000)
    # the double root adds a factor that grows with the steps: log(1000)/1000
    assert np.abs(theta).max() ** (1 / 1000) == pytest.approx(0.818182, abs=0.008)


def test_adams_first_step_is_the_rate_times_the_sign():
    theta = np.zeros(4)
    Adam().step(theta, np.array([3.0, -0.2, 1e-3, -1e5]))
    # but for ε = 1e-8 beside the smallest gradient, 1e-3
    np.testing.assert_allclose(theta, 0.001 * np.array([-1, 1, -1, 1]), rtol=2e-5)


@pytest.mark.parametrize("kind", ALL)
def test_fresh_has_the_settings_but_no_state(kind):
    optimizer = kind(0.1, weight_decay=0.25)
    gradient = np.ones(3)
    once = np.zeros(3)
    optimizer.step(once, gradient)
    optimizer.step(np.zeros(3), gradient)
    again = np.zeros(3)
    copy = optimizer.fresh()
    assert copy == optimizer
    copy.step(again, gradient)
    np.testing.assert_array_equal(again, once)


@pytest.mark.parametrize("kind", ALL)
def test_any_shape_and_float32(kind):
    matrix, vector = np.ones((2, 3), np.float32), np.ones(6)
    a, b = kind(0.1), kind(0.1)
    for _ in range(3):
        a.step(matrix, np.full((2, 3), 0.5, np.float32))
        b.step(vector, np.full(6, 0.5))
    assert matrix.dtype == np.float32
    np.testing.assert_allclose(matrix.ravel(), vector, rtol=1e-5)


@pytest.mark.parametrize(
    ("schedule", "theirs"),
    [
        (
            step_decay(0.5, every=3, factor=0.3),
            lambda o: torch.optim.lr_scheduler.StepLR(o, 3, gamma=0.3),
        ),
        (
            cosine(0.5, steps=9, lowest=0.02),
            lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 9, eta_min=0.02),
        ),
        (
            warm_up(0.5, steps=4),
            lambda o: torch.optim.lr_scheduler.LinearLR(o, 0.25, total_iters=3),
        ),
        (
            warm_up(cosine(0.5, steps=6), steps=3),
            lambda o: torch.optim.lr_scheduler.SequentialLR(
                o,
                [
                    torch.optim.lr_scheduler.LinearLR(o, 1 / 3, total_iters=2),
                    torch.optim.lr_scheduler.CosineAnnealingLR(o, 6),
                ],
                [3],
            ),
        ),
    ],
)
def test_schedules_are_torchs(schedule, theirs):
    parameter = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=0.5)
    scheduler = theirs(optimizer)
    for step in range(9):
        # torch multiplies factors step by step: rounding of nine products
        rate = optimizer.param_groups[0]["lr"]
        assert schedule(step) == pytest.approx(rate, rel=1e-13, abs=1e-16)
        optimizer.step()
        scheduler.step()


def test_a_schedule_is_evaluated_before_every_step():
    theta = np.zeros(1)
    optimizer = SGD(step_decay(1.0, every=2, factor=0.5))
    moves = []
    for _ in range(5):
        before = theta.copy()
        optimizer.step(theta, np.ones(1))
        moves.append(float(before[0] - theta[0]))
    assert moves == [1.0, 1.0, 0.5, 0.5, 0.25]


def test_a_rate_may_be_replaced():
    assert replace(Adam(0.1, betas=(0.5, 0.6)), lr=0.2) == Adam(0.2, betas=(0.5, 0.6))


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: SGD(0), ValueError, "lr must be a finite number above 0, got 0"),
        (lambda: SGD(np.inf), ValueError, "lr must be a finite number"),
        (lambda: SGD(lambda s: 0.1), TypeError, "lr must be a finite number above 0 or a Schedule"),
        (lambda: SGD("0.1"), TypeError, "lr must be a finite number"),
        (lambda: SGD(np.array("0.1")), TypeError, "lr must be a finite number"),
        (lambda: SGD(np.array(True)), TypeError, "lr must be a finite number"),
        (lambda: SGD(np.complex128(0.1 + 2j)), TypeError, "lr must be a finite number"),
        (lambda: SGD(bytearray(b"1")), TypeError, "lr must be a finite number"),
        (lambda: Schedule("mine", 0.1), TypeError, "rate must be a function"),
        (lambda: Schedule("mine", lambda: 0.1), TypeError, r"rate must be a function of \(step\)"),
        (lambda: Schedule(3, lambda step: 0.1), TypeError, "description must be a text, got 3"),
        (lambda: SGD(weight_decay=-1), ValueError, "weight_decay must be"),
        (lambda: Momentum(momentum=1.0), ValueError, "momentum must be"),
        (lambda: Momentum(nesterov=1), TypeError, "nesterov must be True or False"),
        (lambda: Adagrad(eps=0), ValueError, "eps must be"),
        (lambda: Adadelta(rho=1.5), ValueError, "rho must be"),
        (lambda: RMSProp(alpha=-0.1), ValueError, "alpha must be"),
        (lambda: Adam(betas=0.9), TypeError, "betas must be a pair"),
        (lambda: Adam(betas=(0.9, 1.0)), ValueError, r"betas\[1\] must be"),
        (lambda: cosine(0.1, steps=0), ValueError, "steps must be"),
        (lambda: cosine(0.1, steps=5, lowest=0.2), ValueError, "lowest must be at most lr"),
        (lambda: step_decay(0.1, every=2, factor=2.0), ValueError, "factor must be at most 1"),
        (lambda: step_decay(0.1, every=2.5), TypeError, "every must be an integer"),
        (lambda: warm_up(-0.1, steps=2), ValueError, "lr must be a finite number above 0"),
    ],
)
def test_what_is_wrong_is_named(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_a_schedule_may_be_longer_than_any_training():
    assert cosine(0.5, steps=10**30)(10**6) == 0.5
    assert cosine(0.5, steps=5, lowest=0.1)(10**30) == pytest.approx(0.1, rel=1e-15)


@pytest.mark.parametrize(
    "schedule",
    [step_decay(0.1, every=10), cosine(0.1, steps=5), warm_up(0.1, steps=5), Schedule("1", float)],
)
def test_a_schedule_is_asked_for_a_number_of_steps(schedule):
    for step, error in ((-15, ValueError), ("1", TypeError), (2.5, TypeError), (None, TypeError)):
        with pytest.raises(error, match=f"step must be an integer of at least 0, got {step!r}"):
            schedule(step)
    assert schedule(np.int64(3)) == schedule(3)


def test_parameters_and_gradients_are_checked():
    with pytest.raises(TypeError, match="parameters must be an array of floats"):
        SGD().step(np.zeros(3, int), np.zeros(3))
    with pytest.raises(ValueError, match=r"gradient must have the shape of the parameters, \(3,\)"):
        SGD().step(np.zeros(3), np.zeros(4))


def test_parameters_belong_to_the_state():
    fixed = np.zeros(3)
    fixed.flags.writeable = False
    with pytest.raises(ValueError, match="parameters must be writeable"):
        SGD().step(fixed, np.ones(3))
    optimizer = Adam()
    optimizer.step(np.zeros(3), np.ones(3))
    for others in (np.zeros(4), np.zeros(3, np.float32)):
        with pytest.raises(ValueError, match="parameters must be those that the state belongs to"):
            optimizer.step(others, np.ones_like(others))


def test_schedules_made_alike_are_equal():
    makers = [
        lambda lr: step_decay(lr, every=2),
        lambda lr: cosine(lr, steps=5),
        lambda lr: warm_up(lr, steps=3),
        lambda lr: warm_up(cosine(lr, steps=5), steps=2),
    ]
    for make in makers:
        assert make(0.1) == make(0.1)
        assert len({make(0.1), make(0.1)}) == 1
        assert make(0.1) != make(0.1 + 1e-9)  # whose descriptions are the same
        assert SGD(make(0.1)) == SGD(make(0.1))
    assert len({make(0.1) for make in makers}) == len(makers)
    assert Schedule("mine", lambda step: 0.1) != Schedule("mine", lambda step: 0.1)
    assert cosine(0.1, steps=5) != 0.1


@pytest.mark.parametrize(
    "schedule",
    [
        step_decay(0.1, every=2),
        cosine(0.1, steps=5, lowest=0.01),
        warm_up(0.1, steps=3),
        warm_up(cosine(0.1, steps=5), steps=2),
    ],
)
def test_schedules_can_be_sent_to_other_processes(schedule):
    again = pickle.loads(pickle.dumps(schedule))
    assert [again(step) for step in range(9)] == [schedule(step) for step in range(9)]


def test_a_step_that_is_refused_leaves_nothing():
    optimizer, twin = Momentum(), Momentum()
    theta, other = np.zeros(3), np.zeros(3)
    with pytest.raises(ValueError, match="gradient must have the shape"):
        optimizer.step(np.zeros(4), np.ones(3))
    optimizer.step(theta, np.ones(3))
    theta.flags.writeable = False
    for refused, message in (
        (lambda: optimizer.step(theta, np.ones(3)), "parameters must be writeable"),
        (lambda: optimizer.step([0.0] * 3, np.ones(3)), "parameters must be an array of floats"),
        (lambda: optimizer.step(other, [1j] * 3), "gradient must be an array of real numbers"),
    ):
        with pytest.raises((TypeError, ValueError), match=message):
            refused()
    theta.flags.writeable = True
    optimizer.step(theta, np.ones(3))
    for _ in range(2):
        twin.step(other, np.ones(3))
    np.testing.assert_array_equal(theta, other)


def test_a_copy_goes_on_where_the_optimiser_was():
    first, theta, other = Adam(0.1), np.zeros(2), np.zeros(2)
    for _ in range(3):
        first.step(theta, np.array([1.0, -3.0]))
    other[:] = theta
    second = pickle.loads(pickle.dumps(first))
    for optimizer, where in ((first, theta), (second, other)):
        optimizer.step(where, np.array([-2.0, 0.5]))
    np.testing.assert_array_equal(theta, other)
