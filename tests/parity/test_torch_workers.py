"""Several processes train as one does, and every way to fail ends soon with an error that says why.

The processes are started by torchrun, as a reader starts them, and talk over the loopback.
"""

import os
import re
import signal
import socket
import subprocess
import sys

import numpy as np
import pytest
import torch

from dlbook import data, torch_engine
from dlbook.experiments import many_workers
from dlbook.torch_engine import workers
from dlbook.torch_engine.workers import (
    ALONE,
    WorkerLostError,
    Workers,
    choose_backend,
    join,
)

TORCHRUN = [sys.executable, "-m", "torch.distributed.run"]
LIMIT = 400  # seconds; a hang is a failure, a busy machine is none
# what torchrun sets, and what a test may not inherit
SET_BY_TORCHRUN = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE", "MASTER_ADDR",
                   "MASTER_PORT")  # fmt: skip


def environment(**more):
    """This process's, so that the package is found, one thread is used, and no GPU."""
    kept = {name: value for name, value in os.environ.items() if name not in SET_BY_TORCHRUN}
    ours = {"OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    return {**kept, **ours, "PYTHONPATH": os.pathsep.join(sys.path), **more}


def call(*command, **more):
    """Run a command to its end: (exit status, what it wrote)."""
    ran = subprocess.run(
        [str(word) for word in command], env=environment(**more), timeout=LIMIT,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip
    return ran.returncode, ran.stdout


def torchrun(count, *command):
    return call(*TORCHRUN, "--standalone", "--nproc-per-node", count, *command)


# --- the same training ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "options"),
    [
        pytest.param(2, ["--epochs", "3"], marks=pytest.mark.slow),
        # 1,438 images in batches of 70: shares of 23 and 24, and of 12 and 13 in the last batch
        (3, ["--epochs", "2", "--batch-size", "70", "--dropout", "0", "--hidden", "16"]),
    ],
)
def test_as_many_processes_as_you_like_train_as_one(tmp_path, count, options):
    path = tmp_path / "network.npz"
    status, said = torchrun(
        count, "-m", "dlbook.experiments.many_workers", *options, "--save", path
    )
    assert status == 0, said
    assert said.count(f"{count} workers on cpu") == 1, "only worker 0 reports"
    assert "all workers hold the same parameters: yes" in said

    alone = many_workers.run(many_workers.parse(options), report=lambda *_, **__: None)
    together = torch_engine.load(path, device="cpu")
    np.testing.assert_allclose(together.flat.numpy(), alone.flat.numpy(), rtol=0, atol=1e-12)


PENALISED = """
from pathlib import Path
import numpy as np
from dlbook.torch_engine import Adam, Network, save, train
from dlbook.torch_engine.workers import join

rng = np.random.default_rng(0)
X, y = rng.normal(size=(51, 4)), rng.integers(0, 3, 51)

def fit(workers=None, start=2):
    network = Network((4, 6, 3), output="softmax", dropout=0.25, seed=start, device="cpu")
    history = train(network, X, y, loss="softmax_cross_entropy", optimizer=Adam(lr=0.01), epochs=8,
                    batch_size=7, l2=0.1, clip_norm=0.05, seed=2, workers=workers)
    return network, history

with join("gloo", timeout=200) as workers:
    together, history = fit(workers)
    try:
        fit(workers, start=workers.rank)
    except ValueError as error:
        print(error, flush=True)
alone, expected = fit()
np.testing.assert_allclose(together.flat.numpy(), alone.flat.numpy(), rtol=0, atol=1e-12)
np.testing.assert_allclose(history.train_loss, expected.train_loss, rtol=0, atol=1e-12)
assert history.step[-1] == expected.step[-1] == 64
print("equal", flush=True)
# a thread of the group that outlives it can crash the worker while Python is going down
threads = [path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")]
left = [name for name in threads if "gloo" in name]
assert not left, left
"""


def test_penalty_clipping_and_dropout_are_the_whole_batch_s_and_starts_must_agree(tmp_path):
    # shares of 3 and 4 examples, and of one each in an epoch's last batch
    script = tmp_path / "penalised.py"
    script.write_text(PENALISED, encoding="utf-8")
    status, said = torchrun(2, script)
    assert status == 0, said
    assert said.count("equal") == 2
    # a second training, begun from a seed of each worker's own, is refused in both
    assert said.count("network must start with the same parameters in every worker") == 2


# --- shares, without processes -------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 3, 7])
@pytest.mark.parametrize("n", [7, 20, 100])
def test_shares_cover_a_batch_once_and_differ_by_one_at_most(n, count):
    shares = [np.arange(n)[Workers(rank, count).share(n)] for rank in range(count)]
    np.testing.assert_array_equal(np.concatenate(shares), np.arange(n))
    sizes = [len(share) for share in shares]
    assert max(sizes) - min(sizes) <= 1


def test_one_worker_sends_no_message():
    parameter = torch.nn.Parameter(torch.ones(2))
    parameter.grad = torch.tensor([1.0, 2.0])
    ALONE.average([parameter], 1.0)
    assert parameter.grad.tolist() == [1.0, 2.0]
    assert ALONE.same(torch.tensor([torch.nan]))


# --- refused at the door -------------------------------------------------------------------


def two_trained(batch_size, together):
    digits = data.digits()
    network = torch_engine.Network((64, 10), output="softmax", device="cpu")
    return torch_engine.train(
        network, digits.X[:100], digits.y[:100], loss="softmax_cross_entropy", epochs=1,
        optimizer=torch_engine.SGD(), batch_size=batch_size, workers=together,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("batch_size", "message"),
    [
        (3, r"batch_size must be at least the number of workers, 4, got 3"),
        (14, r"batch_size=14 leaves 2 of 100 examples for the last batch, too few for 4 workers"),
    ],
)
def test_more_workers_than_examples_in_a_batch(batch_size, message):
    with pytest.raises(ValueError, match=message):
        two_trained(batch_size, Workers(rank=0, count=4))


def test_workers_of_another_kind():
    with pytest.raises(TypeError, match=r"workers must come from .* or be None, got 2"):
        two_trained(10, 2)


def test_workers_without_the_group_that_join_makes():
    with pytest.raises(ValueError, match=r"workers must be used within the block of `join`"):
        two_trained(50, Workers(rank=0, count=2))


@pytest.mark.parametrize(
    ("rank", "count", "message"),
    [
        (0, 0, "count must be an integer of at least 1, got 0"),
        (-1, 1, "rank must be an integer of at least 0, got -1"),
        ("0", 1, "rank must be an integer of at least 0, got '0'"),
        (1, 1, "rank must be below count = 1, got 1"),
    ],
)
def test_a_worker_that_is_none_of_its_group(rank, count, message):
    with pytest.raises((TypeError, ValueError), match=message):
        Workers(rank, count)


def test_nccl_without_a_gpu():
    with pytest.raises(ValueError, match="backend='nccl' needs CUDA GPUs"):
        choose_backend("nccl")
    assert choose_backend() == "gloo"


def test_more_workers_than_gpus(monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    with pytest.raises(ValueError, match=r"at most the number of GPUs, 2, .* worker number 3"):
        workers._device("nccl", 2)


def test_unknown_backend_and_time_out():
    with pytest.raises(ValueError, match="backend must be one of 'auto', 'gloo', 'nccl'"):
        choose_backend("mpi")
    with (
        pytest.raises(ValueError, match="timeout must be a finite number above 0"),
        join(timeout=0),
    ):
        pass


# --- failures ------------------------------------------------------------------------------


def test_started_without_torchrun():
    status, said = call(sys.executable, "-m", "dlbook.experiments.many_workers")
    assert status == 1
    assert "RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT not set" in said
    assert "torchrun --standalone --nproc-per-node 2 -m dlbook.experiments.many_workers" in said
    assert "Traceback" not in said


# worker 1 fails in its fifth step: the rest is the program as it is
FAILING = """
import os, signal, sys, time
from dlbook.experiments import many_workers
from dlbook.torch_engine.workers import Workers

average, steps = Workers.average, 0

def failing(self, *arguments):
    global steps
    steps += 1
    if self.rank == 1 and steps == 5:
        {failure}
    average(self, *arguments)

Workers.average = failing
sys.exit(many_workers.main(["--timeout", "4"]))
"""


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (
            "os.kill(os.getpid(), signal.SIGKILL)",
            "worker 0 of 2: .*another worker has (died|failed)",
        ),
        (
            "time.sleep(600)",
            "worker 0 of 2: another worker has died, or has not answered within 4 s",
        ),
    ],
    ids=["one dies", "one stands still"],
)
def test_a_worker_that_fails_ends_the_run(tmp_path, failure, message):
    script = tmp_path / "failing.py"
    script.write_text(FAILING.format(failure=failure), encoding="utf-8")
    status, said = torchrun(2, script)
    assert status != 0
    assert re.search(message, said), said
    assert "test images right" not in said


def test_a_worker_that_is_told_to_stop_while_it_fails_says_why(monkeypatch, capsys):
    def lost(*_arguments, **_settings):
        try:
            raise WorkerLostError("another worker has died")
        finally:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(many_workers, "join", lost)
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert many_workers.main([]) == 1
    finally:
        signal.signal(signal.SIGTERM, before)
    assert "another worker has died" in capsys.readouterr().err


@pytest.fixture
def busy_port():
    """A port that this process listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield str(taken.getsockname()[1])


def test_a_port_in_use(busy_port):
    place = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": busy_port}
    status, said = call(
        sys.executable, "-m", "dlbook.experiments.many_workers", RANK="0", WORLD_SIZE="2", **place
    )
    assert status == 1
    assert f"the port of 127.0.0.1:{busy_port} is in use by another program" in said
    assert "Traceback" not in said


def test_a_port_in_use_when_torchrun_is_given_it(busy_port):
    command = [*TORCHRUN, "--nproc-per-node", 2, "--master-port", busy_port]
    status, said = call(*command, "-m", "dlbook.experiments.many_workers")
    assert status != 0
    assert "EADDRINUSE" in said
    assert busy_port in said


def test_a_worker_that_never_comes():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    place = {"RANK": "0", "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    status, said = call(
        sys.executable, "-m", "dlbook.experiments.many_workers", "--timeout", "2", **place
    )
    assert status == 1
    assert f"not all of 2 workers came to 127.0.0.1:{port} within 2 s" in said
