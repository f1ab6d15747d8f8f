"""Several workers train one network: each takes its share of every batch, gradients are averaged.

A worker is a process. `torchrun` starts them, on one machine or on many, and tells each its rank;
`join` makes them a group, and `train(..., workers=workers)` shares each batch among them. Every
worker draws the same batches and dropout masks from the same seed, so a run with any number of
workers is the run with one, to rounding.

The functions are torch.distributed's: gloo carries the messages between CPUs, NCCL between GPUs.
NCCL does not wait for an answer: where a worker is lost during training, PyTorch itself ends the
others after the time-out, with a message of its own instead of `WorkerLostError`.
"""

import os
import re
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

import torch
from torch import distributed

from dlbook import checks

CPU = torch.device("cpu")
BACKENDS = ("auto", "gloo", "nccl")
HOW_TO_START = "torchrun --standalone --nproc-per-node 2 -m dlbook.experiments.many_workers"
NEEDED = ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")


class WorkerLostError(RuntimeError):
    """Another worker has died, or has stood still for longer than the time-out."""


@dataclass(frozen=True)
class Workers:
    """The workers of a run, as one of them sees it.

    rank: this worker's number, 0 … count − 1. count: how many there are. device: where this one
    computes. timeout: the seconds that it waits for the others.
    """

    rank: int
    count: int
    device: torch.device = CPU
    timeout: float = 60.0

    def __post_init__(self) -> None:
        count = checks.integer("count", self.count, at_least=1)
        if checks.integer("rank", self.rank, at_least=0) >= count:
            raise ValueError(f"rank must be below count = {count}, got {self.rank}")

    def share(self, n: int) -> slice:
        """Which of a batch's n examples this worker takes; shares differ by one at most."""
        return slice(self.rank * n // self.count, (self.rank + 1) * n // self.count)

    def check_joined(self) -> None:
        """Raise ValueError unless there is a group for their messages, as within `join`."""
        if self.count > 1 and not (distributed.is_available() and distributed.is_initialized()):
            raise ValueError(
                f"workers must be used within the block of `join` that gave them, got {self!r}"
            )

    def check_batches(self, n: int, batch_size: int | None) -> None:
        """Raise ValueError unless every batch of n examples has one for each worker."""
        full = n if batch_size is None else min(n, batch_size)
        if full < self.count:
            raise ValueError(
                f"batch_size must be at least the number of workers, {self.count}, got {full}"
            )
        if 0 < n % full < self.count:
            raise ValueError(
                f"batch_size={full} leaves {n % full} of {n} examples for the last batch, too few "
                f"for {self.count} workers; choose another batch_size"
            )

    def average(self, parameters: Iterable[torch.nn.Parameter], weight: float) -> None:
        """Put the workers' mean gradient into every `grad`: the sum of weight · gradient.

        weight: this worker's share of the batch's examples; all weights together are 1.

        One message carries the gradients of all parameters. Raises WorkerLostError where another is
        silent.
        """
        if self.count == 1:
            return
        gradients = [parameter.grad for parameter in parameters]
        message = torch.cat([gradient.flatten() for gradient in gradients]).mul_(weight)
        with _others_must_answer(self):
            distributed.all_reduce(message)
        parts = message.split([gradient.numel() for gradient in gradients])
        for gradient, part in zip(gradients, parts, strict=True):
            gradient.copy_(part.view_as(gradient))

    def same(self, values: torch.Tensor) -> bool:
        """Whether all workers hold the same `values`, bit for bit; every worker has to ask."""
        if self.count == 1:
            return True
        first = values.clone()
        with _others_must_answer(self):
            distributed.broadcast(first, src=0)
            alike = torch.allclose(values, first, rtol=0, atol=0, equal_nan=True)
            differs = torch.tensor(float(not alike), device=values.device)
            distributed.all_reduce(differs, op=distributed.ReduceOp.MAX)
        return not differs.item()


ALONE = Workers(rank=0, count=1)
"""One worker, which needs no message: what `train` uses where it is given no workers."""


@contextmanager
def _others_must_answer(workers: Workers) -> Iterator[None]:
    """Turn torch.distributed's errors in the block into `WorkerLostError`."""
    try:
        yield
    except RuntimeError as error:
        raise WorkerLostError(
            "another worker has died, or has not answered within "
            f"{workers.timeout:g} s; this run cannot go on ({_reason(error)})"
        ) from error


def choose_backend(backend: str = "auto") -> str:
    """What carries the messages: "nccl" between CUDA GPUs, "gloo" between CPUs.

    "auto" is "nccl" where there is a GPU. Raises ValueError for "nccl" where there is none.
    """
    has_gpu = torch.cuda.is_available() and distributed.is_nccl_available()
    if checks.choice("backend", backend, BACKENDS) == "auto":
        return "nccl" if has_gpu else "gloo"
    if backend == "nccl" and not has_gpu:
        raise ValueError(
            f"backend='nccl' needs CUDA GPUs, and PyTorch {torch.__version__} finds none here; "
            "choose 'gloo' or 'auto'"
        )
    return backend


@contextmanager
def join(backend: str = "auto", *, timeout: float = 60.0) -> Iterator[Workers]:
    """Join the workers that torchrun has started, and leave them at the end of the block.

    backend: as `choose_backend` takes it. timeout: seconds to wait for the others, at the start
    and in every step.

    Raises RuntimeError outside torchrun, OSError when the port is taken, ValueError when this
    machine has fewer GPUs than workers, WorkerLostError when the others do not come.
    """
    backend = choose_backend(backend)
    timeout = checks.number("timeout", timeout, above=0.0)
    _require_torchrun(os.environ)
    device = _device(backend, int(os.environ.get("LOCAL_RANK", "0")))
    if backend == "gloo":
        _stay_on_this_machine(os.environ)
    _meet(backend, timeout)
    try:
        yield Workers(distributed.get_rank(), distributed.get_world_size(), device, timeout)
    finally:
        distributed.destroy_process_group()


def _require_torchrun(environment: Mapping[str, str]) -> None:
    """Raise RuntimeError unless torchrun has said who this worker is and where the others are."""
    missing = [name for name in NEEDED if name not in environment]
    if missing:
        raise RuntimeError(
            f"there are no workers to join: {', '.join(missing)} not set, which torchrun sets; "
            f"start them with it, for example: {HOW_TO_START}"
        )


def _device(backend: str, local_rank: int) -> torch.device:
    """The CPU, or this worker's own GPU."""
    if backend == "gloo":
        return torch.device("cpu")
    if local_rank >= torch.cuda.device_count():
        raise ValueError(
            f"--nproc-per-node must be at most the number of GPUs, {torch.cuda.device_count()}, "
            f"and there is a worker number {local_rank + 1}"
        )
    torch.cuda.set_device(local_rank)
    return torch.device("cuda", local_rank)


def _stay_on_this_machine(environment: dict[str, str]) -> None:
    """Where all workers are on one machine, let gloo use its loopback.

    Else gloo asks for the address of the machine's name, which on many machines no one knows, or
    which leads to a network that is down.
    """
    if environment.get("LOCAL_WORLD_SIZE") != environment["WORLD_SIZE"]:
        return
    loopback = [name for _, name in socket.if_nameindex() if name in ("lo", "lo0")]
    if loopback:
        environment.setdefault("GLOO_SOCKET_IFNAME", loopback[0])


def _meet(backend: str, timeout: float) -> None:
    """Make the group of all workers; errors say which port, and who did not come."""
    # PyTorch's optimisers import this module. It makes the group that there is at that moment the
    # default of its functions, and so would hold it, threads included, till Python goes down, which
    # now and then crashed a worker. Now there is none yet.
    import_module("torch.distributed.nn.functional")
    place = f"{os.environ['MASTER_ADDR']}:{os.environ['MASTER_PORT']}"
    try:
        distributed.init_process_group(backend, timeout=timedelta(seconds=timeout))
    except RuntimeError as error:
        if "EADDRINUSE" in str(error) or "address already in use" in str(error).lower():
            raise OSError(
                f"the port of {place} is in use by another program: choose another with "
                "--master-port, or let torchrun choose a free one with --standalone"
            ) from error
        raise WorkerLostError(
            f"not all of {os.environ['WORLD_SIZE']} workers came to {place} within {timeout:g} s "
            f"({_reason(error)})"
        ) from error


def _reason(error: Exception) -> str:
    """The first sentence of an error of torch.distributed's, without its place in the source."""
    first = str(error).strip().splitlines()[0]
    return re.sub(r"^\[[^]]*\]\s*", "", first).split(". ")[0].rstrip(".")
