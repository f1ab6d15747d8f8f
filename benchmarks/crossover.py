"""One step by width and batch: NumPy, PyTorch on one core, on all cores, and on a GPU.

Two hidden layers of equal width, plain gradient descent in float32, the same made-up examples for
all. Sizes of more than `MOST_OPERATIONS` a step are left out: on one core they take half a second
and more. On the CPU a block of steps that is slower than another did more than its work, because
some other program ran, so the fastest block counts. A GPU's blocks are timed by its own clock (CUDA
events, their median); it computes in full float32, as the CPU does.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import product

import numpy as np
import torch

from benchmarks.gpu import milliseconds as gpu_milliseconds
from benchmarks.measure import use_cores
from dlbook import torch_engine
from dlbook.experiments.costs import N_IN, N_OUT, WIDTHS, sizes_for, step_operations
from dlbook.measurements.workloads import SEED
from dlbook.numpy_engine import SGD, Network
from dlbook.numpy_engine.objective import Objective
from dlbook.numpy_engine.training import Loop
from dlbook.torch_engine.counting import asked_for
from dlbook.torch_engine.objective import objective, prepare

BATCHES = (32, 256, 2048)
MOST_OPERATIONS = 30e9
LOSS, LR = "softmax_cross_entropy", 0.01
BLOCKS, BLOCK_SECONDS, MOST_SECONDS = 15, 0.02, 1.5

Step = Callable[[], None]
Loss = Callable[[], float]


def chosen() -> list[tuple[int, int]]:
    """(width, batch_size) of every row: all pairs within the limit of operations."""
    return [
        (width, n)
        for width, n in product(WIDTHS, BATCHES)
        if step_operations(sizes_for(width), n) <= MOST_OPERATIONS
    ]


def examples(n: int) -> tuple[np.ndarray, np.ndarray]:
    """n made-up examples (n, N_IN) in float32, and their labels (n,)."""
    rng = np.random.default_rng(SEED)
    return rng.random((n, N_IN), dtype=np.float32), rng.integers(0, N_OUT, n)


def numpy_step(width: int, n: int) -> tuple[Step, Loss]:
    """A step of dlbook's NumPy engine, and the loss where the steps have led."""
    network = Network(sizes_for(width), output="softmax", seed=SEED, dtype="float32")
    problem = Objective(network, *examples(n), LOSS)
    loop = Loop(problem, SGD(LR))
    return lambda: loop.steps.make(None), lambda: problem.measure(problem.examples)[0]


def torch_step(width: int, n: int, device: str = "cpu") -> tuple[Step, Loss]:
    """The same step of dlbook's PyTorch engine from the same start."""
    network = torch_engine.Network(
        sizes_for(width), output="softmax", seed=SEED, dtype="float32", device=device
    )
    batch = prepare(network, *examples(n), LOSS)
    optimizer = torch_engine.SGD(LR).build(network.parameters())

    def forward() -> torch.Tensor:
        return objective(network, batch.X, batch.y, batch.loss, 0.0, None, "full")

    def step() -> None:
        optimizer.zero_grad()
        forward().backward()
        optimizer.step()

    return step, lambda: float(forward().detach())


def check_same_path(width: int, n: int, steps: int = 3) -> None:
    """Assert that a few steps lead both engines to the same loss."""
    losses = []
    for make in (numpy_step, torch_step):
        step, loss = make(width, n)
        for _ in range(steps):
            step()
        losses.append(loss())
    np.testing.assert_allclose(losses, losses[0], rtol=1e-5)


def milliseconds(step: Step) -> float:
    """The time of a step on the CPU, from the fastest of several blocks of steps."""
    start = time.perf_counter()
    step()
    step()
    warm = (time.perf_counter() - start) / 2
    count = max(1, min(500, int(BLOCK_SECONDS / warm)))
    blocks = max(3, min(BLOCKS, int(MOST_SECONDS / (count * warm))))
    seconds = []
    for _ in range(blocks):
        start = time.perf_counter()
        for _ in range(count):
            step()
        seconds.append((time.perf_counter() - start) / count)
    return 1e3 * min(seconds)


def on_all_cores(step: Step) -> float:
    """`milliseconds` with a thread for each core; back to one afterwards."""
    use_cores(None)
    torch.set_num_threads(os.cpu_count() or 1)
    try:
        return milliseconds(step)
    finally:
        torch.set_num_threads(1)
        use_cores(1)


def on_gpu(width: int, n: int) -> float:
    """Milliseconds a step on the GPU, from blocks long enough for its clock."""
    torch.backends.cuda.matmul.allow_tf32 = False
    step, _ = torch_step(width, n, device="cuda")
    steps = max(5, min(200, int(2e10 / step_operations(sizes_for(width), n))))

    def block() -> None:
        for _ in range(steps):
            step()

    use_cores(None)  # autograd goes back on a thread of its own
    try:
        return gpu_milliseconds(block) / steps
    finally:
        use_cores(1)


def row(width: int, n: int) -> dict:
    """One size: the milliseconds a step of every contestant, and the operations of the step."""
    step = torch_step(width, n)[0]
    found = {
        "NumPy": milliseconds(numpy_step(width, n)[0]),
        "PyTorch, one core": milliseconds(step),
        "PyTorch, all cores": on_all_cores(step),
    }
    if torch.cuda.is_available():
        found["PyTorch, GPU"] = on_gpu(width, n)
    return {
        "width": width,
        "batch_size": n,
        "operations": step_operations(sizes_for(width), n),
        "milliseconds_a_step": {name: round(ms, 5) for name, ms in found.items()},
    }


def measure() -> dict:
    """Milliseconds a step by width and batch, and how many calls a step of PyTorch makes."""
    check_same_path(64, 32)
    rows = []
    for width, n in chosen():
        rows.append(row(width, n))
        times = "".join(f"{ms:12.3f}" for ms in rows[-1]["milliseconds_a_step"].values())
        print(f"width {width:5}, batch {n:5}{times}", flush=True)
    return {
        "sizes": "256-width-width-10",
        "calls_a_step": sum(asked_for(torch_step(16, 32)[0]).values()),
        "cores": os.cpu_count() or 1,
        "rows": rows,
    }
