"""The PyTorch engine on a CUDA GPU against itself on the CPU; skipped where there is no GPU."""

import numpy as np
import pytest
import torch

from dlbook import torch_engine
from dlbook.torch_engine.stack_training import StackTraining
from dlbook.training.schedules import cosine
from tests.parity.cases import LOSSES, OPTIMIZERS, data, networks, optimizers, sizes

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA GPU here")

# 60 epochs in float64; a GPU adds in another order and has its own exp and tanh
TOLERANCE = 1e-11


def sweeps(name, loss, output, devices=("cpu", "cuda"), **settings):
    X, y = data(loss)
    kind, own = OPTIMIZERS[name]
    rest = {key: value for key, value in own.items() if key != "lr"}
    settings = {
        "lr": (own["lr"], own["lr"] / 4),
        "dropout": 0.0,
        "seeds": range(5),
        "epochs": 60,
        "record": 20,
        "activation": "tanh",
        "keep_parameters": True,
        **settings,
    }
    optimizer = getattr(torch_engine, kind)(**rest)
    return [
        torch_engine.sweep(
            sizes(loss), X, y, loss=loss, output=output, optimizer=optimizer, device=d, **settings
        )
        for d in devices
    ]


def test_auto_takes_the_gpu(tmp_path):
    network = torch_engine.Network((4, 3, 2))
    assert network.device.type == "cuda"
    torch_engine.save(network, tmp_path / "network.npz")
    assert torch_engine.load(tmp_path / "network.npz").device.type == "cuda"
    X, y = data("mse")
    torch.cuda.reset_peak_memory_stats()
    before = torch.cuda.memory_allocated()
    torch_engine.sweep((4, 3, 2), X, y, loss="mse", epochs=1)
    assert torch.cuda.max_memory_allocated() > before


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize(("loss", "output"), LOSSES)
def test_single_runs(name, loss, output):
    X, y = data(loss)
    ends = []
    for device in ("cpu", "cuda"):
        kinds = {"activation": "tanh", "output": output, "seed": 3, "device": device}
        network = torch_engine.Network(sizes(loss), **kinds)
        run = {"loss": loss, "epochs": 60, "batch_size": 16, "record": 60}
        torch_engine.train(network, X, y, optimizer=optimizers(name)[1], **run)
        ends.append(network.flat.cpu().numpy())
    np.testing.assert_allclose(ends[1], ends[0], rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("batch_size", [None, 16])
@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize(("loss", "output"), LOSSES)
def test_sweeps_replayed_as_graphs(name, loss, output, batch_size):
    """40 examples in batches of 16 have a short last one: two graphs, in turn."""
    on_cpu, on_gpu = sweeps(name, loss, output, batch_size=batch_size, l2=0.01)
    for measure in ("parameters", "train_loss", "train_accuracy"):
        np.testing.assert_allclose(
            getattr(on_gpu, measure), getattr(on_cpu, measure), rtol=0, atol=TOLERANCE
        )


def test_a_replayed_graph_follows_a_schedule():
    on_cpu, on_gpu = sweeps("Adam", *LOSSES[1], lr=cosine(0.01, steps=180), batch_size=16)
    np.testing.assert_allclose(on_gpu.parameters, on_cpu.parameters, rtol=0, atol=TOLERANCE)


def test_stacks_one_after_another():
    """Each with graphs of its own, which must not touch the next one's memory when they go."""
    for _ in range(3):
        on_cpu, on_gpu = sweeps("Momentum", *LOSSES[1], batch_size=16, max_memory=40_000)
        np.testing.assert_allclose(on_gpu.parameters, on_cpu.parameters, rtol=0, atol=TOLERANCE)


def test_a_finished_sweep_leaves_no_memory_behind():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(256, 64)), rng.normal(size=(256, 1))
    taken = []
    for _ in range(4):
        # 200 networks of 33,000 parameters: 53 MB, and as much in gradients
        torch_engine.sweep(
            (64, 512, 1), X, y, loss="mse", epochs=6, seeds=range(200), record=6,
            max_memory=2**32, device="cuda",
        )  # fmt: skip
        taken.append(torch.cuda.memory_allocated())
    assert taken[-1] - taken[0] < 10 * 2**20


@pytest.mark.parametrize(("loss", "output"), LOSSES)
def test_penalty_clipping_validation_and_gradients(loss, output):
    X, y = data(loss)
    found = []
    for device in ("cpu", "cuda"):
        network = torch_engine.Network(sizes(loss), output=output, seed=3, device=device)
        history = torch_engine.train(
            network, X[:30], y[:30], loss=loss, optimizer=torch_engine.Adam(0.005), epochs=20,
            batch_size=8, validation=(X[30:], y[30:]), l2=0.01, clip_norm=0.5,
            early_stopping=torch_engine.EarlyStopping(patience=5),
        )  # fmt: skip
        value, gradient = torch_engine.value_and_gradient(network, X, y, loss, l2=0.1)
        found.append([history.val_loss, history.val_accuracy, value, gradient.cpu().numpy()])
        assert torch_engine.check_gradients(network, X, y, loss) < 1e-6
    for on_cpu, on_gpu in zip(*found, strict=True):
        np.testing.assert_allclose(on_gpu, on_cpu, rtol=0, atol=TOLERANCE)


def test_dropout_is_drawn_anew_at_every_replay():
    """At a rate of next to nothing the gradient changes by its mask alone."""
    settings = {"dropout": (0.0, 0.5), "lr": 1e-9, "epochs": 12, "record": 1}
    first, again = sweeps("SGD", *LOSSES[1], ("cuda", "cuda"), **settings)
    np.testing.assert_array_equal(first.parameters, again.parameters)
    steps = np.diff(first.parameters, axis=-2)
    changes = (
        np.linalg.norm(np.diff(steps, axis=-2), axis=-1) / np.linalg.norm(steps, axis=-1).max()
    )
    assert changes[0].max() < 1e-4
    assert changes[1].min() > 1e-2


def test_dropout_of_a_single_network_trains():
    X, y = data("softmax_cross_entropy")
    network = torch_engine.Network((4, 6, 3), output="softmax", dropout=0.3, device="cuda")
    run = {"loss": "softmax_cross_entropy", "epochs": 100, "optimizer": torch_engine.SGD(0.3)}
    history = torch_engine.train(network, X, y, **run)
    assert history.train_loss[-1] < 0.8 * history.train_loss[0]


def test_bf16():
    _, full = sweeps("SGD", *LOSSES[1], dtype="float32")
    (mixed,) = sweeps("SGD", *LOSSES[1], ("cuda",), dtype="float32", precision="bf16")
    assert 0 < np.abs(mixed.train_loss - full.train_loss).max() < 0.02


def test_out_of_memory_names_what_to_try(monkeypatch):
    def fill(stack):
        torch.empty(2**50, dtype=torch.uint8, device="cuda")

    monkeypatch.setattr(StackTraining, "run_epoch", fill)
    with pytest.raises(MemoryError, match=r"10 networks at a time .* try 5 at a time"):
        sweeps("SGD", *LOSSES[1], devices=("cuda",))


def test_state_goes_to_the_numpy_network(tmp_path):
    ours, _ = networks("mse", "linear")
    network = torch_engine.Network((4, 6, 2), seed=3, device="cuda")
    torch_engine.save(network, tmp_path / "network.npz")
    assert torch_engine.load(tmp_path / "network.npz", device="cpu").device.type == "cpu"
    np.testing.assert_array_equal(network.flat.cpu().numpy(), ours.flat)
