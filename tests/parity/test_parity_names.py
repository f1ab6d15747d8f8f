"""The same public names and signatures in both engines, but for where, how precisely, with whom."""

import inspect

import numpy as np
import pytest

from dlbook import numpy_engine, torch_engine

# what PyTorch alone can be told
TORCH_ONLY = {"device", "precision", "workers"}
TAKES_DEVICE = {"Network", "load", "sweep"}
TAKES_PRECISION = {"train", "training", "value_and_gradient", "sweep"}
TAKES_WORKERS = {"train", "training"}
# a layer is made by its network, never by the user
NOT_CALLED = {"Layer"}

# state_dict and parameters are nn.Module's own, with arguments of its own
NETWORK_METHODS = ("logits", "predict", "activations", "copy", "load_state_dict")

OPTIMIZERS = ("SGD", "Momentum", "Adagrad", "Adadelta", "RMSProp", "Adam", "AdamW", "Optimizer")
# what an optimiser of one's own brings, and who keeps its history: itself, or torch.optim's
NUMPY_OPTIMIZERS_ONLY = {
    "update", "numbers", "state", "state_names", "make_state", "decays_gradient"
}  # fmt: skip
TORCH_OPTIMIZERS_ONLY = {"build", "lr_at"}


def described(function):
    """(name, kind, default) of every parameter; a default that is an object by its text."""
    return [
        (p.name, p.kind, p.default if p.default is p.empty else repr(p.default))
        for p in inspect.signature(function).parameters.values()
    ]


def test_the_same_public_names():
    assert sorted(torch_engine.__all__) == sorted(numpy_engine.__all__)
    for engine in (numpy_engine, torch_engine):
        assert all(hasattr(engine, name) for name in engine.__all__)


@pytest.mark.parametrize("name", sorted(set(numpy_engine.__all__) - NOT_CALLED))
def test_the_same_signatures(name):
    ours = described(getattr(numpy_engine, name))
    theirs = described(getattr(torch_engine, name))
    assert [p for p in theirs if p[0] not in TORCH_ONLY] == ours
    added = {p[0] for p in theirs} - {p[0] for p in ours}
    takers = {"device": TAKES_DEVICE, "precision": TAKES_PRECISION, "workers": TAKES_WORKERS}
    assert added == {argument for argument, names in takers.items() if name in names}
    assert all(p[1] is inspect.Parameter.KEYWORD_ONLY for p in theirs if p[0] in added)


@pytest.mark.parametrize("name", NETWORK_METHODS)
def test_networks_have_the_same_methods(name):
    ours = [p[0] for p in described(getattr(numpy_engine.Network, name))]
    theirs = [p[0] for p in described(getattr(torch_engine.Network, name))]
    assert theirs[: len(ours)] == ours


def test_networks_have_the_same_state_under_the_same_names():
    ours, theirs = (engine.Network((2, 3, 1), seed=5) for engine in (numpy_engine, torch_engine))
    mine, its = ours.state_dict(), theirs.state_dict()
    assert list(mine) == list(its) == [
        "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"
    ]  # fmt: skip
    for one, other in zip(mine.values(), its.values(), strict=True):
        np.testing.assert_array_equal(one, other.numpy())
    for one, other in zip(ours.parameters(), theirs.parameters(), strict=True):
        np.testing.assert_array_equal(one, other.detach().numpy())


def test_networks_have_the_same_attributes():
    ours, theirs = (engine.Network((2, 3, 1)) for engine in (numpy_engine, torch_engine))
    for name in ("sizes", "activation", "output", "dropout", "init", "seed"):
        assert getattr(ours, name) == getattr(theirs, name)
    for k in range(2):
        assert ours.layers[k].W.shape == tuple(theirs.layers[k].W.shape)
        assert ours.layers[k].b.shape == tuple(theirs.layers[k].b.shape)
    assert ours.flat.shape == tuple(theirs.flat.shape) == (13,)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizers_have_the_same_attributes(name):
    found = []
    for engine in (numpy_engine, torch_engine):
        kind = getattr(engine, name)
        one = kind if inspect.isabstract(kind) else kind()
        found.append({key: getattr(one, key) for key in dir(one) if not key.startswith("_")})
    ours, theirs = found
    assert ours.keys() - theirs.keys() == NUMPY_OPTIMIZERS_ONLY
    assert theirs.keys() - ours.keys() == TORCH_OPTIMIZERS_ONLY
    # what is to be said in `update` here is to be said in `build` there
    for key in ours.keys() & theirs.keys() - {"instead_of"}:
        assert callable(ours[key]) == callable(theirs[key])
        assert callable(ours[key]) or ours[key] == theirs[key]
