"""No optimiser of either engine takes a bad setting, and each takes the least that is good."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook import numpy_engine
from tests.parity.attempts import ENGINES, refused

NOT_NUMBERS = [math.nan, math.inf, -math.inf]


@pytest.mark.parametrize("name", ["Adagrad", "Adadelta", "RMSProp", "Adam", "AdamW"])
def test_the_least_eps_that_is_allowed_does(name):
    for engine in ENGINES:
        for dtype in ("float32", "float64"):
            theta = np.zeros(2, dtype)
            theta = theta if engine is numpy_engine else torch.tensor(theta)
            optimizer = getattr(engine, name)(eps=float(np.finfo(dtype).tiny))
            for _ in range(3):
                optimizer.step(theta, np.zeros(2))
            assert theta.tolist() == [0, 0]


bad_rates = st.one_of(st.floats(max_value=0.0), st.sampled_from(NOT_NUMBERS), st.text(max_size=3))
bad_shares = st.one_of(st.floats(max_value=-1e-9), st.floats(min_value=1.0), st.just("0.5"))
optimizers = st.sampled_from(["SGD", "Momentum", "Adagrad", "Adadelta", "RMSProp", "Adam", "AdamW"])


@given(optimizers, bad_rates)
@settings(max_examples=60)
def test_no_optimizer_takes_a_bad_rate(name, lr):
    for engine in ENGINES:
        assert "lr" in str(refused(lambda e: getattr(e, name)(lr=lr), engine))


@given(optimizers, st.one_of(st.floats(max_value=-1e-9), st.sampled_from(NOT_NUMBERS)))
@settings(max_examples=60)
def test_no_optimizer_takes_a_bad_decay(name, decay):
    for engine in ENGINES:
        error = refused(lambda e: getattr(e, name)(weight_decay=decay), engine)
        assert "weight_decay" in str(error)


@given(
    st.sampled_from([("Momentum", "momentum"), ("Adadelta", "rho"), ("RMSProp", "alpha")]),
    bad_shares,
)
@settings(max_examples=60)
def test_no_optimizer_takes_a_bad_share(named, share):
    kind, setting = named
    for engine in ENGINES:
        assert setting in str(refused(lambda e: getattr(e, kind)(**{setting: share}), engine))
