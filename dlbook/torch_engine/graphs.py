"""CUDA graphs: a step of many small kernels, recorded once and replayed with one launch.

A launch costs a few microseconds and a step of a small network has dozens, so that the launches,
not the arithmetic, would be what a sweep waits for. On the CPU the step is simply called.
"""

from collections.abc import Callable, Sequence

import torch

# PyTorch asks for a few calls before a capture, so that libraries have set themselves up
WARM_UP_CALLS = 3


class Graphs:
    """Makes steps into CUDA graphs, which share one pool of memory; on the CPU leaves them.

    A step takes and returns nothing: it reads and writes the same tensors at every call, of fixed
    shapes, and never waits for the GPU. `generators` are those it draws random numbers from.
    """

    def __init__(self, device: torch.device, generators: Sequence[torch.Generator] = ()) -> None:
        self._generators = generators
        self._pool = torch.cuda.graph_pool_handle() if device.type == "cuda" else None

    def replayed(self, step: Callable[[], None]) -> Callable[[], None]:
        """`step`, which on a CUDA GPU is replayed once it has been called a few times."""
        return step if self._pool is None else _Graph(step, self._generators, self._pool)


class _Graph:
    """Runs the first calls as they are, captures the next and replays it from then on."""

    def __init__(
        self,
        step: Callable[[], None],
        generators: Sequence[torch.Generator],
        pool: tuple[int, int],
    ) -> None:
        self._step = step
        self._generators = generators
        self._pool = pool
        self._calls = 0
        self._graph: torch.cuda.CUDAGraph | None = None

    def __call__(self) -> None:
        if self._graph is None and self._calls == WARM_UP_CALLS:
            self._graph = self._capture()
        if self._graph is None:
            self._calls += 1
            self._run_beside()
        else:
            self._graph.replay()

    def _run_beside(self) -> None:
        """One call on a stream of its own, as a capture needs it to have been warmed up."""
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            self._step()
        torch.cuda.current_stream().wait_stream(stream)

    def _capture(self) -> torch.cuda.CUDAGraph:
        """The step as a graph; capturing records it and changes no tensor."""
        graph = torch.cuda.CUDAGraph()
        for generator in self._generators:
            graph.register_generator_state(generator)
        with torch.cuda.graph(graph, pool=self._pool):
            self._step()
        return graph
