"""The PyTorch engine away from the CPU, on a machine that has nothing else.

PyTorch's fake tensors have shapes, types and a device, but no numbers: an operation between two
devices fails as it would with a GPU, and so does asking for a number where none may be needed.
`meta` stands in for the GPU. What runs as a CUDA graph is counted on stand-ins for `torch.cuda`.
"""

import gc
import weakref
from contextlib import contextmanager
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch._subclasses.fake_tensor import FakeTensorMode

from dlbook import torch_engine
from dlbook.torch_engine import device_masks, devices, graphs
from dlbook.torch_engine.stack_training import StackTraining
from tests.parity.cases import LOSSES, OPTIMIZERS, data, optimizers, sizes

ELSEWHERE = torch.device("meta")


@pytest.fixture
def elsewhere(monkeypatch):
    """Fake tensors, and a device "meta" that the engine takes for one that is there."""
    monkeypatch.setattr(devices, "_require_present", lambda device: None)
    # "meta" has no generator of its own; fake tensors draw nothing from the CPU's
    generator = {"Generator": lambda device: torch.Generator()}
    monkeypatch.setattr(device_masks, "torch", SimpleNamespace(**{**vars(torch), **generator}))
    with FakeTensorMode():
        yield ELSEWHERE


def test_the_stand_in_notices_a_tensor_left_behind(elsewhere):
    with pytest.raises(Exception, match=r"two .*devices"):
        torch.zeros(3, device=elsewhere) + torch.zeros(3)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize(("loss", "output"), LOSSES)
def test_single_runs_stay_on_their_device(elsewhere, monkeypatch, name, loss, output):
    """A whole training, with dropout, penalty, clipping, validation and early stopping."""
    monkeypatch.setattr(torch.Tensor, "__float__", lambda tensor: 1.0)
    X, y = data(loss)
    network = torch_engine.Network(sizes(loss), output=output, dropout=0.3, device=elsewhere)
    history = torch_engine.train(
        network, X, y, loss=loss, optimizer=optimizers(name)[1], epochs=3, batch_size=16,
        validation=(X, y), l2=0.01, clip_norm=0.5,
        early_stopping=torch_engine.EarlyStopping(patience=2),
    )  # fmt: skip
    assert history.step[-1] == 6
    for parameter in network.parameters():
        assert parameter.device == parameter.grad.device == elsewhere


@pytest.mark.parametrize("batch_size", [None, 16])
@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize(("loss", "output"), LOSSES)
def test_sweeps_stay_on_their_device(elsewhere, monkeypatch, name, loss, output, batch_size):
    """A whole sweep, two rates and two dropout rates by two seeds, measured at every epoch."""
    measured = []

    def numbers(tensor):
        measured.append(tensor.device)
        return torch.zeros(tensor.shape)

    monkeypatch.setattr(torch.Tensor, "cpu", numbers)
    # the numbers that are asked for are real ones again
    monkeypatch.setattr(torch.Tensor, "numpy", lambda tensor: np.zeros(tensor.shape))
    kind, settings = OPTIMIZERS[name]
    rest = {key: value for key, value in settings.items() if key != "lr"}
    given = {"lr": (0.1, 0.2), "dropout": (0.0, 0.3), "seeds": (0, 1), "l2": 0.01, "epochs": 2}
    X, y = data(loss)
    result = torch_engine.sweep(
        sizes(loss), X, y, loss=loss, output=output, batch_size=batch_size, validation=(X, y),
        optimizer=getattr(torch_engine, kind)(**rest), device=elsewhere, keep_parameters=True,
        **given,
    )  # fmt: skip
    assert result.train_loss.shape == (2, 2, 2, 3)
    assert set(measured) == {elsewhere}


def test_value_and_gradient_stays_on_its_device(elsewhere, monkeypatch):
    monkeypatch.setattr(torch.Tensor, "__float__", lambda tensor: 0.0)
    X, y = data("mse")
    network = torch_engine.Network(sizes("mse"), dropout=0.5, device=elsewhere)
    keep = [np.ones((len(X), 6))]
    _, gradient = torch_engine.value_and_gradient(network, X, y, "mse", l2=0.1, mask=keep)
    assert gradient.device == elsewhere
    assert gradient.numel() == sum(p.numel() for p in network.parameters())


# --- graphs --------------------------------------------------------------------------------


class Cuda:
    """Stands in for torch.cuda: writes down on which stream a step is called, or that it is not."""

    def __init__(self):
        self.log, self.current = [], "default"

    def stream_named(self, name, device):
        def wait_stream(other):
            self.log.append(f"{name} waits for {other.name}")

        return SimpleNamespace(name=name, device=device, wait_stream=wait_stream)

    def side_stream(self, device):
        return self.stream_named("side", device)

    def current_stream(self, device):
        return self.stream_named("default", device)

    def graph_pool_handle(self):
        return (0, 1)

    def CUDAGraph(self):
        return SimpleNamespace(
            replay=lambda: self.log.append("replay"),
            register_generator_state=lambda generator: self.log.append("generator"),
        )

    @contextmanager
    def device(self, device):
        self.log.append(str(device))
        yield

    @contextmanager
    def stream(self, stream):
        self.current = stream.name
        yield
        self.current = "default"

    @contextmanager
    def graph(self, graph, pool, stream):
        self.current = f"capture on {stream.name}"
        yield
        self.current = "default"


def test_a_graph_is_warmed_up_captured_once_and_replayed(monkeypatch):
    cuda = Cuda()
    monkeypatch.setattr(graphs, "torch", SimpleNamespace(cuda=cuda))
    monkeypatch.setattr(graphs, "_side_stream", cuda.side_stream)
    both = graphs.Graphs(torch.device("cuda:1"), [torch.Generator()])
    run, other = both.runner(), both.runner()
    for _ in range(graphs.WARM_UP_CALLS + 3):
        run(lambda: cuda.log.append(f"step: {cuda.current}"))
    warm_up = ["side waits for default", "step: side", "default waits for side"]
    capture = ["generator", "cuda:1", "step: capture on side"]
    assert cuda.log == graphs.WARM_UP_CALLS * warm_up + capture + 3 * ["replay"]
    cuda.log.clear()
    other(lambda: None)
    assert cuda.log == ["side waits for default", "default waits for side"]


def test_on_the_cpu_a_step_is_called():
    calls = []
    run = graphs.Graphs(torch.device("cpu")).runner()
    for k in range(5):
        run(lambda k=k: calls.append(k))
    assert calls == [0, 1, 2, 3, 4]


# --- memory --------------------------------------------------------------------------------


@pytest.fixture
def living(monkeypatch):
    """Weak references to all stacks that are made; no garbage collector comes to help."""
    made, start = [], StackTraining.__init__

    def noted(stack, *arguments):
        made.append(weakref.ref(stack))
        start(stack, *arguments)

    monkeypatch.setattr(StackTraining, "__init__", noted)
    gc.disable()
    yield lambda: [stack for stack in made if stack() is not None]
    gc.enable()


def small_sweep(**settings):
    X, y = data("mse")
    given = {"loss": "mse", "epochs": 2, "batch_size": 16, "seeds": range(4), "device": "cpu"}
    return torch_engine.sweep(sizes("mse"), X, y, **given, **settings)


def test_a_stack_leaves_when_it_has_finished(living):
    """Else the GPU holds this one and the next; and a graph that goes late takes memory with it."""
    small_sweep(max_memory=20_000)
    assert not living()


def test_a_stack_that_did_not_fit_leaves_while_its_error_is_held(living, monkeypatch):
    def out_of_memory(stack):
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")

    monkeypatch.setattr(StackTraining, "run_epoch", out_of_memory)
    with pytest.raises(MemoryError, match="4 networks at a time") as caught:
        small_sweep()
    assert not living()
    assert "Tried to allocate 2 GiB" in caught.value.__notes__[0]
