"""Where and how precisely the PyTorch engine computes, as far as a CPU can tell."""

from importlib import import_module

import numpy as np
import pytest
import torch

from dlbook import torch_engine
from dlbook.torch_engine.device_masks import Words
from dlbook.torch_engine.devices import choose_device
from tests.parity.cases import data, networks

SIGMOID = {"loss": "sigmoid_cross_entropy", "optimizer": torch_engine.SGD(0.1), "epochs": 1}
CPU = torch.device("cpu")


@pytest.mark.parametrize(
    ("device", "message"),
    [
        ("cuda:99", r"device='cuda:99' is not there.*choose 'auto' or 'cpu'"),
        ("gpu", "device='gpu' is no device"),
        ("meta", "device='meta' is not there"),
        (2.5, "device=2.5 is no device"),
        (2**64, "device=18446744073709551616 is no device"),
    ],
)
def test_a_device_that_is_not_there(device, message):
    X, y = data("mse")
    with pytest.raises(ValueError, match=message):
        torch_engine.Network((2, 3, 1), device=device)
    with pytest.raises(ValueError, match=message):
        torch_engine.sweep((4, 3, 2), X, y, loss="mse", epochs=1, device=device)


def test_a_gpu_is_refused_where_there_is_none(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    for device in ("cuda", "mps"):
        with pytest.raises(ValueError, match=f"device='{device}' is not there"):
            torch_engine.Network((2, 3, 1), device=device)
    assert torch_engine.Network((2, 3, 1), device="auto").device == CPU


@pytest.mark.parametrize(("there", "chosen"), [(True, "cuda"), (False, "cpu")])
def test_auto_is_the_gpu_where_there_is_one(monkeypatch, there, chosen):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: there)
    assert choose_device() == choose_device("auto") == torch.device(chosen)


@pytest.mark.parametrize("name", ["network", "sweep", "storage"])
def test_nothing_but_auto_is_asked_where_no_device_is_given(monkeypatch, tmp_path, name):
    """`Network`, `sweep` and `load`, which leave the choice to `choose_device`."""
    X, y = data("mse")
    torch_engine.save(torch_engine.Network((4, 3, 2)), tmp_path / "network.npz")
    calls = {
        "network": lambda: torch_engine.Network((4, 3, 2)),
        "sweep": lambda: torch_engine.sweep((4, 3, 2), X, y, loss="mse", epochs=1),
        "storage": lambda: torch_engine.load(tmp_path / "network.npz"),
    }
    asked = []
    module = import_module(f"dlbook.torch_engine.{name}")
    monkeypatch.setattr(module, "choose_device", lambda device: asked.append(device) or CPU)
    calls[name]()
    assert asked == ["auto"]


def test_mps_is_never_chosen_unasked_and_has_no_float64(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert torch_engine.Network((2, 3, 1)).device == CPU
    with pytest.raises(ValueError, match="dtype='float64' is not available on device='mps'"):
        torch_engine.Network((2, 3, 1), device="mps", dtype="float64")


@pytest.mark.parametrize("function", [torch_engine.train, torch_engine.value_and_gradient])
def test_bf16_needs_float32(function):
    X, y = data("sigmoid_cross_entropy")
    _, network = networks("sigmoid_cross_entropy", "sigmoid")
    rest = SIGMOID if function is torch_engine.train else {"loss": "sigmoid_cross_entropy"}
    with pytest.raises(ValueError, match=r"precision='bf16' .* needs a network of dtype='float32'"):
        function(network, X, y, **rest, precision="bf16")
    with pytest.raises(ValueError, match="precision must be one of 'full', 'bf16', got 'half'"):
        function(network, X, y, **rest, precision="half")


def test_bf16_trains_nearly_as_float32_does():
    X, y = data("softmax_cross_entropy")
    kinds = {"activation": "tanh", "dtype": "float32"}
    settings = {"loss": "softmax_cross_entropy", "epochs": 100, "optimizer": torch_engine.SGD(0.3)}
    finals, networks_ = {}, {}
    for precision in ("full", "bf16"):
        _, network = networks("softmax_cross_entropy", "softmax", **kinds)
        history = torch_engine.train(network, X, y, **settings, precision=precision)
        finals[precision], networks_[precision] = history.train_loss[-1], network
        assert network.dtype == torch.float32
        assert finals[precision] < 0.7 * history.train_loss[0]
    # bfloat16 keeps 8 bits: another path, the same place
    assert 0 < abs(finals["bf16"] - finals["full"]) < 0.02
    sweep = torch_engine.sweep(
        (4, 6, 3),
        X,
        y,
        lr=0.3,
        dropout=0.0,
        seeds=3,
        loss="softmax_cross_entropy",
        epochs=100,
        output="softmax",
        precision="bf16",
        **kinds,
    )
    assert abs(sweep.train_loss[-1] - finals["bf16"]) < 0.02


def test_words_drawn_on_the_device():
    """The path that a GPU takes, with the CPU's generator: even, independent, reproducible."""

    def draw(seed):
        streams = [np.random.default_rng(seed), np.random.default_rng(seed + 1)]
        words = Words(streams, CPU, on_device=True)
        return words.draw(40, 500), words

    first, words = draw(1)
    assert first.shape == (2, 40, 500)
    assert first.min() >= 0
    assert first.max() < 2**16
    # 40,000 even draws: the share below a third is within 4.5 standard errors
    share = (first < 2**16 / 3).double().mean().item()
    assert abs(share - 1 / 3) < 4.5 * np.sqrt(2 / 9 / 40_000)
    assert not torch.equal(first[0], first[1])
    assert not torch.equal(first, words.draw(40, 500))
    assert torch.equal(first, draw(1)[0])
    assert not torch.equal(first, draw(2)[0])


def test_tensors_are_taken_like_arrays():
    X, y = data("softmax_cross_entropy")
    losses = []
    for kind in (np.array, torch.tensor):
        _, network = networks("softmax_cross_entropy", "softmax")
        settings = {"optimizer": torch_engine.SGD(0.1), "epochs": 5}
        history = torch_engine.train(
            network, kind(X), kind(y), loss="softmax_cross_entropy", **settings
        )
        losses.append(history.train_loss)
    np.testing.assert_array_equal(*losses)


def test_torch_global_generator_is_left_alone():
    before = torch.get_rng_state()
    X, y = data("sigmoid_cross_entropy")
    _, network = networks("sigmoid_cross_entropy", "sigmoid", dropout=0.5)
    torch_engine.train(network, X, y, **SIGMOID)
    assert torch.equal(torch.get_rng_state(), before)


def test_dropout_of_a_hand_written_loop():
    """In training mode a call drops units, as any module does; `logits` never does."""
    X, _ = data("mse")
    _, network = networks("mse", "linear", dropout=0.5)
    inputs = torch.tensor(X)
    assert torch.equal(network(inputs), network.logits(X))
    network.train()
    torch.manual_seed(0)
    assert not torch.equal(network(inputs), network(inputs))
    assert torch.equal(network.logits(X), network.logits(X))


NUMBERS = np.arange(13.0) / 7


@pytest.mark.parametrize(
    "values",
    [NUMBERS.astype(">f8"), NUMBERS.astype(np.longdouble), NUMBERS[::-1][::-1], NUMBERS.tolist()],
    ids=["big-endian", "longdouble", "reversed", "list"],
)
def test_numbers_in_any_form_are_taken(values):
    made = torch_engine.Network((2, 3, 1), output="sigmoid")
    made.flat = values
    np.testing.assert_array_equal(made.flat, NUMBERS)
    column = np.asarray(values)[:, None]
    assert float(torch_engine.mse(column, column + 1.0)) == pytest.approx(1.0, abs=1e-15)
    X = np.concatenate([column, column], axis=1)
    np.testing.assert_array_equal(made.predict(X), made.predict(X.astype(float)))
    half = np.asarray(values) > 0.5
    assert float(torch_engine.sigmoid_cross_entropy(NUMBERS, half.astype(column.dtype))) > 0


def test_bfloat16_is_taken():
    short = torch.tensor([[0.5, 1.0], [2.0, -4.0]], dtype=torch.bfloat16)
    made = torch_engine.Network((2, 3, 1))
    np.testing.assert_array_equal(made.predict(short), made.predict(short.double()))
    assert float(torch_engine.mse(short, torch.zeros(2, 2))) == pytest.approx(5.3125, rel=1e-2)
