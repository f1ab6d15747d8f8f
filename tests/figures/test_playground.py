"""The playground: what Python hands over, and the code that the page shows, against NumPy's engine.

The machine is run here as `trainer.js` runs it, and the code that `code.js` writes is executed.
"""

import contextlib
import io
from itertools import product

import numpy as np
import pytest

from dlbook import data
from dlbook.figures.playground import (
    DATA_SEEDS,
    RATES,
    SEEDS,
    SETS,
    N,
    Playground,
    settings,
    still,
)
from dlbook.figures.playground.presets import PRESETS
from dlbook.figures.playground.programs import MOST_LAYERS, OUTPUT_OF, programs
from dlbook.formulas.activations import ACTIVATIONS
from dlbook.formulas.losses import LOSSES
from dlbook.programs.generators import generator_bytes
from dlbook.training.randomness import streams
from tests.figures.playground_runs import Run, arrays, choices, in_node, kind_of, sizes_of, whole

EPOCHS = 6
STATES = {
    "plain": {},
    "linear": {"data": "plane", "activation": "linear", "rate": 0.03},
    "nothing hidden": {"layers": "", "inputs": "x1,x2,x1²,x2²,x1·x2,sin πx1,sin πx2"},
    "momentum, L2": {"optimizer": "Momentum", "l2": 0.02, "data": "xor", "share": 35},
    "Nesterov, cosine": {"optimizer": "Nesterov", "schedule": "cosine", "horizon": 11},
    "Adagrad, softmax": {"optimizer": "Adagrad", "data": "blobs_4", "layers": "5", "seed": 99},
    "Adadelta, a number": {"optimizer": "Adadelta", "data": "hills", "batch": 32},
    "RMSProp, dropout": {
        "optimizer": "RMSProp", "dropout": 0.3, "activation": "leaky_relu", "layers": "8,6",
        "dataSeed": 4,
    },
    "Adam, step decay": {
        "optimizer": "Adam", "schedule": "step decay", "horizon": 10, "data": "moons",
        "activation": "relu", "noise": 0.35,
    },
    "AdamW, warm-up, students": {
        "optimizer": "AdamW", "schedule": "warm-up", "horizon": 13, "data": "pass_fail",
        "activation": "sigmoid", "batch": 300, "share": 90,
    },
    "three clouds, six layers": {
        "data": "blobs_3", "layers": "3,3,3,3,3,3", "activation": "gelu", "dropout": 0.1,
        "batch": 7, "rate": 0.02,
    },
    "points added and taken away": {
        "data": "moons", "share": 20, "added": "0.1,-0.2,1,1,1.1,0", "removed": "0,3,17,18,299",
        "inputs": "x1,x1·x2", "layers": "5",
    },
    "classes added": {"data": "blobs_3", "added": "0.5,0.5,2", "removed": "7"},
    "numbers added": {"data": "hills", "added": "0.5,0.5,-1,-1,0.2,1"},
    "a plane": {"data": "plane", "activation": "softplus", "rate": 0.013},
}  # fmt: skip


def executed(state, run):
    """What the code for `state` defines and prints."""
    given = [state, run.kind, sizes_of(state), EPOCHS, run.training.steps_per_epoch, run.deleted]
    names, said = {}, io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(in_node("c.codeFor(...given)", given), names)
    return names, [float(word) for word in said.getvalue().split()]


@pytest.mark.parametrize("name", STATES)
def test_the_code_shown_trains_the_network_that_the_machine_trains(name):
    state = whole(STATES[name])
    run = Run(state)
    names, printed = executed(state, run)
    history = names["history"]
    start = [history.train_loss[0], history.val_loss[0]]
    assert run.losses() == pytest.approx(start, rel=1e-12)
    run.training.run(EPOCHS * run.training.steps_per_epoch)
    assert run.losses() == pytest.approx(printed, rel=1e-9)
    assert printed[0] != pytest.approx(start[0], rel=1e-6)  # it has learned something


def test_every_optimiser_schedule_and_activation_is_among_the_states_compared():
    states = [whole(asked) for asked in STATES.values()]
    assert {state["activation"] for state in states} == set(ACTIVATIONS)
    assert {state["optimizer"] for state in states} == set(RATES)
    assert {state["schedule"] for state in states} == set(choices()["schedules"])


def test_with_early_stopping_the_code_ends_where_the_page_goes_back_to():
    state = whole({"data": "moons", "noise": 0.35, "share": 10, "layers": "8,8", "rate": 0.03,
                   "optimizer": "Adam", "patience": 10})  # fmt: skip
    run, best = Run(state), (np.inf, 0)
    for epoch in range(1, 200):
        run.training.run(run.training.steps_per_epoch)
        best = min(best, (run.losses()[1], epoch))
        if epoch - best[1] >= state["patience"]:
            break
    given = [state, run.kind, sizes_of(state), best[1], run.training.steps_per_epoch]
    names = {}
    exec(in_node("c.codeFor(...given)", given).replace("print(", "max("), names)
    assert epoch < 199
    assert names["history"].val_loss[-1] == pytest.approx(best[0], rel=1e-9)
    assert names["history"].epoch[-1] == best[1]


def test_with_an_l1_penalty_a_sentence_stands_for_code_that_train_cannot_run():
    state = whole({"l1": 0.01})
    code = in_node("c.codeFor(...given)", [state, kind_of(state), [2, 4, 2, 1], 3, 15])
    assert code.startswith("# ")
    assert "L1" in code
    assert len(code.splitlines()) == 1


@pytest.mark.parametrize("name", [name for name, *_ in SETS])
@pytest.mark.parametrize("seed", range(DATA_SEEDS))
def test_points_are_those_of_the_data_sets(name, seed):
    state = whole({"data": name, "noise": 0.17, "dataSeed": seed})
    kind = kind_of(state)
    if name == "pass_fail":
        points = data.pass_fail()
        X = data.standardise(points.X)[0]
    else:
        more = {"n_classes": kind["classes"]} if name.startswith("blobs") else {}
        points = getattr(data, kind["function"])(N, noise=0.17, seed=seed, **more)
        X = points.X
    np.testing.assert_allclose(Run(state).X, X, rtol=0, atol=1e-15)
    np.testing.assert_array_equal(arrays()[f"labels_{name}"], points.y)


def test_generators_are_those_of_every_seed():
    for seed in (0, 1, 57, SEEDS - 1):
        for name, rng in zip(("init", "order", "dropout"), streams(seed), strict=True):
            assert arrays()[name][seed].tobytes() == generator_bytes(rng)
    for seed in range(DATA_SEEDS):
        expected = generator_bytes(np.random.default_rng(seed))
        assert arrays()["split"][seed].tobytes() == expected


def test_every_choice_has_its_program():
    keys = ["0/tanh", *(f"{n}/{a}" for n in range(1, MOST_LAYERS + 1) for a in ACTIVATIONS)]
    for key, loss in product(keys, LOSSES):
        wanted = [f"{what}/{key}/{loss}" for what in ("gradient", "measure", "look")]
        assert set(wanted) <= set(programs())
    assert {f"update/{name}" for name in RATES} <= set(programs())
    assert {kind["output"] for kind in choices()["data"]} <= set(OUTPUT_OF.values())


def test_presets_are_whole_states_with_different_names():
    for preset in PRESETS:
        state = whole(preset["state"])
        for field, value in preset["state"].items():
            if field == "layers":
                value = [int(size) for size in value.split(",")] if value else []
            assert state[field] == value, (preset["name"], field)
    assert len({preset["name"] for preset in PRESETS}) == len(PRESETS)


BAD = [
    ({"rate": "1e9"}, "rate", 100),
    ({"rate": "abc"}, "rate", 0.1),
    ({"rate": "NaN"}, "rate", 0.1),
    ({"batch": "-3"}, "batch", 1),
    ({"batch": "2.6"}, "batch", 3),
    ({"seed": "Infinity"}, "seed", 0),
    ({"layers": "9,0,4,4,4,4,4"}, "layers", [8, 1, 4, 4, 4, 4]),
    ({"layers": "two"}, "layers", [4, 2]),
    ({"layers": "2.5"}, "layers", [4, 2]),
    ({"inputs": "nothing"}, "inputs", ["x1", "x2"]),
    ({"inputs": "x2,x1,x9"}, "inputs", ["x1", "x2"]),
    ({"optimizer": "toString"}, "optimizer", "SGD"),
    ({"data": ""}, "data", "circles"),
    ({"epoch": "1e12"}, "epoch", 20000),
    ({"dropout": "1"}, "dropout", 0.9),
    ({"challenge": "nothing"}, "challenge", ""),
    ({"removed": "3,3,1,-1,2.5,x,300,1e9"}, "removed", [1, 3]),
    ({"added": "0,0,1,9,9,1,0,0,2,0,NaN,1,0.5"}, "added", [[0, 0, 1]]),
    ({"added": "0,0,2", "data": "blobs_3"}, "added", [[0, 0, 2]]),
    ({"added": "0,0,0,0,0,-1", "data": "hills"}, "added", [[0, 0, -1]]),
    ({"added": "0,0,1," * 99}, "added", [[0, 0, 1]] * 60),
]


@pytest.mark.parametrize(("asked", "field", "kept"), BAD)
def test_bad_addresses_are_kept_within_bounds(asked, field, kept):
    state = in_node("s.stateFrom(given.asked, given.choices)",
                    {"asked": asked, "choices": choices()})  # fmt: skip
    assert state[field] == kept


def test_what_is_unknown_in_an_address_is_left_out():
    state = in_node("s.stateFrom(given.asked, given.choices)",
                    {"asked": {"__proto__": "1", "constructor": "2", "colour": "red"},
                     "choices": choices()})  # fmt: skip
    assert state == in_node("s.START", None)


@pytest.mark.parametrize("asked", STATES.values(), ids=STATES)
def test_a_state_survives_the_address(asked):
    state = whole(asked)
    query = "s.stateFrom(s.asked('#playground?' + s.queryOf(given.state)), given.choices)"
    assert in_node(query, {"state": state, "choices": choices()}) == state


def test_two_states_survive_the_address():
    first = whole({"data": "moons", "seed": 3, "layers": "4", "added": "0.1,0.2,1"})
    for own in ({}, {"rate": 0.7}, {"layers": [8], "inputs": ["x1"], "l2": 0.1}):
        states = [first, first | own]
        query = "s.statesFrom(s.asked('#playground?' + s.queryOfAll(given.states)), given.choices)"
        assert in_node(query, {"states": states, "choices": choices()}) == states


def test_points_and_seed_of_a_second_run_are_those_of_the_first():
    asked = {"seed": 3, "second.seed": 4, "second.data": "xor", "second.rate": "0.5"}
    first, second = in_node("s.statesFrom(given.asked, given.choices)",
                            {"asked": asked, "choices": choices()})  # fmt: skip
    assert (second["data"], second["seed"], second["rate"]) == (first["data"], 3, 0.5)


def test_start_must_name_settings():
    with pytest.raises(ValueError, match=r"start must be among .*'colour'"):
        Playground(colour="red")


@pytest.mark.parametrize("state", [*STATES.values(), *(preset["state"] for preset in PRESETS)])
def test_the_playground_starts_as_it_is_told(state):
    start = Playground(**state).start
    assert whole(start) == whole(state)
    assert Playground(**start).start == start


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ({"data": "nope"}, "data must be one of 'circles', .*, got 'nope'"),
        ({"challenge": "nope"}, "challenge must be one of '', 'ring', .*, got 'nope'"),
        ({"rate": -1}, "rate must be a finite number from 1e-05 to 100, got -1"),
        ({"rate": "fast"}, "rate must be a finite number, got 'fast'"),
        ({"batch": 2.5}, "batch must be an integer, got 2.5"),
        ({"layers": "a"}, r"layers\[0\] must be an integer, got 'a'"),
        ({"layers": [4, 9]}, r"layers\[1\] must be an integer from 1 to 8, got 9"),
        ({"layers": [2] * 7}, "layers must hold at most 6 layers, got"),
        ({"inputs": "x1,x9"}, r"inputs\[1\] must be one of 'x1', .*, got 'x9'"),
    ],
)
def test_the_playground_refuses_what_the_page_would_not_take(start, said):
    with pytest.raises((TypeError, ValueError), match=said):
        Playground(**start)


@pytest.mark.parametrize("field", settings.BOUNDS)
def test_python_and_the_page_keep_a_setting_within_the_same_bounds(field):
    low, high = settings.BOUNDS[field]
    ends = "[...s.boundsOf(given), s.within(given, s.boundsOf(given)[0] + 1e-3)]"
    inside = round(low) if field in settings.WHOLE else pytest.approx(low + 1e-3)
    assert in_node(ends, field) == [low, high, inside]


def test_the_plane_reaches_as_far_as_the_first_picture_and_to_the_farthest_point():
    least = choices()["reach"]
    assert least == still.REACH
    reach = "given.map(([columns, own, least]) => p.reachOf(columns, own, least))"
    near, far = [[0.3], [-0.2]], [[0.3, 2.1], [-0.2, 0.0]]
    assert in_node(reach, [[near, 1, least], [near, 1, 1.5], [far, 1, least]]) == [least, 1.5, 2.25]
