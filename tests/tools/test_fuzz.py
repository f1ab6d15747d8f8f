"""The fuzz itself: it calls everything that is public, and finds what must not be."""

import signal
import time

import numpy as np
import pytest

from dlbook import numpy_engine
from tools.fuzz import __main__ as command
from tools.fuzz import judging
from tools.fuzz.calls import CALLS

NOT_CALLED = {"Layer", "Optimizer"}  # made by networks, and a base that is none itself


def test_every_public_function_of_the_engines_is_called():
    assert set(numpy_engine.__all__) - set(CALLS) == NOT_CALLED


def test_no_fault_in_a_short_run():
    assert command.main(10) == 0


def failing(name, change):
    """An engine that is the NumPy engine but for one function."""
    engine = type("Engine", (), {"__name__": "changed", **vars(numpy_engine)})
    setattr(engine, name, staticmethod(change))
    return engine


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda z: 1 / 0, "ZeroDivisionError"),
        (lambda z: z * np.nan, "for finite arguments"),
        (lambda z: numpy_engine.tanh(None), "refuses right arguments"),
    ],
)
def test_a_fault_is_found(monkeypatch, change, said):
    monkeypatch.setattr(judging, "ENGINES", (numpy_engine, failing("tanh", change)))
    with pytest.raises(judging.FaultError, match=said):
        judging.judge("tanh", {"z": np.ones(2)}, None)


def test_a_refusal_has_to_name_the_argument_and_both_engines_have_to_refuse(monkeypatch):
    def unnamed(z):
        raise ValueError("something is wrong")

    monkeypatch.setattr(judging, "ENGINES", (numpy_engine, failing("tanh", unnamed)))
    with pytest.raises(judging.FaultError, match="without naming z"):
        judging.judge("tanh", {"z": None}, "z")
    monkeypatch.setattr(judging, "ENGINES", (numpy_engine, failing("tanh", lambda z: 0.0)))
    with pytest.raises(judging.FaultError, match="one engine refuses"):
        judging.judge("tanh", {"z": None}, "z")


def test_what_hangs_is_broken_off():
    with pytest.raises(judging.FaultError, match="longer than 1 s"), judging.at_most(1):
        time.sleep(60)


def test_where_there_are_no_alarms_a_call_runs_on(monkeypatch):
    monkeypatch.delattr(signal, "SIGALRM")
    with judging.at_most(1):
        time.sleep(1.1)


def test_a_pair_that_describes_no_optimiser_reaches_the_engine():
    arguments = {"sizes": (1, 1), "X": np.zeros((1, 1)), "y": np.zeros((1, 1)), "lr": [1.0]}
    arguments |= {"loss": "mse", "epochs": 1, "optimizer": (4, 2)}
    judging.judge("sweep", arguments, "optimizer")


def test_a_command_line_names_functions_that_there_are(capsys):
    assert command.arguments([]) == (command.EXAMPLES, tuple(CALLS))
    assert command.arguments(["20", "relu", "Adam"]) == (20, ("relu", "Adam"))
    for wrong, said in ((["relu"], "invalid int"), (["0"], "at least 1"), (["5", "elu"], "elu")):
        with pytest.raises(SystemExit):
            command.arguments(wrong)
        assert said in capsys.readouterr().err
