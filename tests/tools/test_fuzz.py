"""The fuzz itself: it calls everything that is public, and finds what must not be."""

import inspect
import signal
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dlbook import numpy_engine, torch_engine
from tools.fuzz import __main__ as command
from tools.fuzz import judging
from tools.fuzz.calls import CALLS, TORCH_ONLY, function_of
from tools.fuzz.junk import NEARLY

# nn.Module's own: what to put the tensors into, and how to name them
NOT_DRAWN = {"state_dict": {"destination", "prefix", "keep_vars"}}
NOT_CALLED = {"Layer", "Optimizer"}  # made by networks, and a base that is none itself


def test_every_public_function_of_the_engines_is_called():
    assert set(numpy_engine.__all__) - set(CALLS) == NOT_CALLED


def drawn(name, examples=40):
    """What the fuzz draws for each argument of a function, in that many calls."""
    found = {}

    @settings(max_examples=examples, database=None, derandomize=True, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck), deadline=None)  # fmt: skip
    @given(st.data())
    def draw(data):
        for argument, value in CALLS[name][0](data.draw, name).items():
            found.setdefault(argument, set()).add(repr(value))

    draw()
    return found


def parameters(function):
    """The names of a function's own parameters."""
    several = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    taken = inspect.signature(function).parameters.values()
    return {one.name for one in taken if one.kind not in several} - {"self"}


@pytest.mark.parametrize("name", CALLS)
def test_every_parameter_is_drawn_with_more_than_one_value(name):
    found = drawn(name)
    arguments = {argument for argument in found if " " not in argument}
    assert parameters(function_of(torch_engine, name)) - NOT_DRAWN.get(name, set()) == arguments
    assert parameters(function_of(numpy_engine, name)) == arguments - TORCH_ONLY
    assert [argument for argument, values in found.items() if len(values) < 2] == []
    if "network" in found:
        settings = parameters(torch_engine.Network)
        assert all(
            f"'{setting}': " in network for network in found["network"] for setting in settings
        )


def test_what_is_drawn_instead_belongs_to_an_argument():
    assert set(NEARLY) <= {argument for name in CALLS for argument in drawn(name, 1)}


def test_no_call_writes_elsewhere_or_runs_for_hours():
    assert all(command.kept_away("path", path) for path in ("/x", "..", "~", "a/b"))
    assert command.kept_away("epochs", 65)
    assert command.kept_away("processes", 3)
    assert not any(command.kept_away(*one) for one in (("path", "x"), ("epochs", 64), ("X", 99)))


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
