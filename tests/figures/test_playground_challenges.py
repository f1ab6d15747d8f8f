"""Every challenge of the playground: it can be met, by the NumPy engine, and not without doing."""

import pytest

from dlbook.figures.playground.challenges import CHALLENGES
from tests.figures.playground_runs import Run, choices, in_node, sizes_of, whole

LIES = [[1.25, 0], [1.18, 0.18], [1, 0.25], [0.82, 0.18], [0.75, 0], [0.82, -0.18], [1, -0.25],
        [1.18, -0.18]]  # fmt: skip
# challenge -> what to change, and how many epochs
SOLUTIONS = {
    "ring": ({"inputs": "x1²,x2²", "rate": 0.3}, 60),
    "xor": ({"layers": "3", "optimizer": "Adam", "activation": "relu", "seed": 1}, 60),
    "spirals": ({"layers": "5,3", "activation": "relu", "optimizer": "Adam", "rate": 0.01}, 200),
    "sigmoids": ({"optimizer": "Adam", "rate": 0.02}, 150),
    "five_epochs": (
        {"inputs": "x1,x2,x1²,x2²,x1·x2,sin πx1,sin πx2", "optimizer": "Momentum", "rate": 0.3,
         "batch": 5}, 5,
    ),
    "overfit": ({"l2": 0.02}, 300),
    "hills": ({"inputs": "sin πx1,sin πx2", "rate": 0.03}, 300),
    "lies": ({"added": ",".join(f"{x1},{x2},1" for x1, x2 in LIES)}, 200),
}  # fmt: skip


def conditions(challenge, state, seen, mixed=False):
    """What the page's own check says."""
    given = {"challenge": challenge, "state": state, "seen": seen, "mixed": mixed}
    call = "h.conditions(given.challenge, given.state, given.seen, given.mixed, given.choices)"
    return in_node(call, given | {"choices": choices()})


def trained(state, epochs):
    """What the NumPy engine makes of a state, by the code that the page shows."""
    run, names = Run(state), {}
    given = [state, run.kind, sizes_of(state), epochs, run.training.steps_per_epoch, run.deleted]
    exec(in_node("c.codeFor(...given)", given).replace("print(", "max("), names)
    history = names["history"]
    return {
        "epoch": int(history.epoch[-1]),
        "train": {"loss": history.train_loss[-1], "accuracy": history.train_accuracy[-1]},
        "test": {"loss": history.val_loss[-1], "accuracy": history.val_accuracy[-1]},
    }


def finite(seen):
    """NaN cannot travel as JSON; null compares like it here."""
    parts = {part: {k: float(v) if v == v else None for k, v in seen[part].items()}
             for part in ("train", "test")}  # fmt: skip
    return seen | parts


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda one: one["name"])
def test_a_challenge_can_be_met_and_is_not_met_as_it_is_given(challenge):
    given = whole(challenge["state"])
    changes, epochs = SOLUTIONS[challenge["name"]]
    assert {field for field in changes} <= set(challenge["free"])
    as_given = conditions(challenge, given, finite(trained(given, epochs)))
    assert not all(one["met"] for one in as_given[: len(challenge["goals"])])
    solved = whole(challenge["state"] | changes)
    found = conditions(challenge, solved, finite(trained(solved, epochs)))
    assert all(one["met"] for one in found), found


def test_a_challenge_is_not_met_by_changing_what_is_given():
    spirals = next(one for one in CHALLENGES if one["name"] == "spirals")
    state = whole(spirals["state"] | SOLUTIONS["spirals"][0] | {"data": "blobs", "share": 90})
    seen = {"epoch": 200, "train": {"accuracy": 1}, "test": {"accuracy": 1}}
    *goals, rest, whole_run = conditions(spirals, state, seen, mixed=True)
    assert all(one["met"] for one in goals)
    assert not rest["met"]
    assert "the data" in rest["text"]
    assert "share" in rest["text"]
    assert not whole_run["met"]


def test_challenges_have_names_of_their_own_and_settings_that_there_are():
    assert len({one["name"] for one in CHALLENGES}) == len(CHALLENGES) == len(SOLUTIONS)
    start = whole({})
    for one in CHALLENGES:
        assert set(one["free"]) <= set(start)
        assert not set(one["free"]) & {"data", "noise", "share", "dataSeed", "challenge"}


def test_two_gelu_units_are_enough_for_exclusive_or():
    """Which is why the challenge speaks of most activations."""
    given = next(one["state"] for one in CHALLENGES if one["name"] == "xor")
    changes = {"activation": "gelu", "optimizer": "Adam", "rate": 0.03}
    best = max(
        trained(whole(given | changes | {"seed": seed}), 150)["test"]["accuracy"]
        for seed in range(4)
    )
    assert best >= 0.95
