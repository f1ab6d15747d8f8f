"""CUDA graphs: a step of many small kernels, recorded once and replayed with one launch.

A launch costs a few microseconds and a step of a small network has dozens, so that the launches,
not the arithmetic, would be what a sweep waits for. On the CPU the step is simply called.
"""

from collections.abc import Callable, Sequence
from functools import cache

import torch

# PyTorch asks for a few calls before a capture, so that libraries have set themselves up
WARM_UP_CALLS = 3

Step = Callable[[], None]


class Graphs:
    """Runs steps as CUDA graphs, which share one pool of memory; on the CPU calls them.

    A step takes and returns nothing: it reads and writes the same tensors at every call, of fixed
    shapes, and never waits for the GPU. `generators` are those it draws random numbers from.
    """

    def __init__(self, device: torch.device, generators: Sequence[torch.Generator] = ()) -> None:
        self._generators = generators
        self._pool = None
        if device.type == "cuda":
            self._pool = torch.cuda.graph_pool_handle()
            self._stream = _side_stream(device)

    def runner(self) -> Callable[[Step], None]:
        """What runs a step; on a CUDA GPU it is replayed once it has been called a few times.

        It has to be given the same step every time. It does not keep it: the step's owner keeps
        the runner, and with a reference back its memory would wait for the garbage collector.
        """
        if self._pool is None:
            return _call
        return _Graph(self._generators, self._pool, self._stream)


@cache
def _side_stream(device: torch.device) -> torch.cuda.Stream:
    """One for all graphs: cuBLAS keeps memory of its own for every stream that it has seen."""
    return torch.cuda.Stream(device)


def _call(step: Step) -> None:
    step()


class _Graph:
    """Runs the first calls as they are, captures the next and replays it from then on."""

    def __init__(
        self,
        generators: Sequence[torch.Generator],
        pool: tuple[int, int],
        stream: torch.cuda.Stream,
    ) -> None:
        self._generators = generators
        self._pool = pool
        self._stream = stream
        self._calls = 0
        self._graph: torch.cuda.CUDAGraph | None = None

    def __call__(self, step: Step) -> None:
        if self._graph is None and self._calls == WARM_UP_CALLS:
            self._graph = self._capture(step)
        if self._graph is None:
            self._calls += 1
            self._run_beside(step)
        else:
            self._graph.replay()

    def _run_beside(self, step: Step) -> None:
        """One call on the stream of the capture, as it needs to have been warmed up."""
        here = torch.cuda.current_stream(self._stream.device)
        self._stream.wait_stream(here)
        with torch.cuda.stream(self._stream):
            step()
        here.wait_stream(self._stream)

    def _capture(self, step: Step) -> torch.cuda.CUDAGraph:
        """The step as a graph; capturing records it and changes no tensor."""
        graph = torch.cuda.CUDAGraph()
        for generator in self._generators:
            graph.register_generator_state(generator)
        # the stream's device need not be PyTorch's current one
        with (
            torch.cuda.device(self._stream.device),
            torch.cuda.graph(graph, pool=self._pool, stream=self._stream),
        ):
            step()
        return graph
