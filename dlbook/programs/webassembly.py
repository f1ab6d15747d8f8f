"""The page's machine, run from Python: the same WebAssembly module, through wasmtime.

It is an optional extra (`pip install dlbook[wasm]`), and how the tests compare the machine with
NumPy. A network of some hundred parameters in small batches trains in less time than by NumPy's
calls, in float32 in about half of it; one of ten thousand takes two to three times as long (`python
-m benchmarks page`). `web/machine/host.js` is the same in JavaScript.
"""

import atexit
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dlbook.programs.packing import Packed

MODULE = Path(__file__).parent / "static" / "machine.wasm"
MOST_AXES = 6
DTYPES = ("float64", "float32")


@cache
def _compiled() -> tuple[Any, Any]:
    """wasmtime's engine, and the module compiled for it."""
    try:
        import wasmtime
    except ImportError as error:
        raise ImportError("this machine needs wasmtime: pip install dlbook[wasm]") from error
    if not MODULE.exists():
        raise FileNotFoundError(f"{MODULE} is missing: python -m tools.front_end builds it")
    engine = wasmtime.Engine()
    return engine, wasmtime.Module(engine, MODULE.read_bytes())


# while the interpreter still stands: wasmtime cannot free what is left when it has gone
atexit.register(_compiled.cache_clear)


class MachineError(RuntimeError):
    """What the machine could not do, in its own words."""


class Machine:
    """A machine with a memory of its own, which ends with it.

    Arrays go in with `put` and are seen, while they live, with `at`: a view of the machine's
    memory, valid until the memory grows, so ask again after every call that takes some.
    most_bytes: how far its memory may grow, 4 GB at most.
    """

    def __init__(self, most_bytes: int = 2**32) -> None:
        engine, module = _compiled()
        import wasmtime

        self._store = wasmtime.Store(engine)
        self._store.set_limits(memory_size=most_bytes)
        exports = wasmtime.Instance(self._store, module, []).exports(self._store)
        self._memory = exports["memory"]
        self._exports = exports

    def call(self, name: str, *arguments: int) -> int:
        """Call what the module exports under that name."""
        # addresses above 2 GB are negative numbers to wasmtime
        signed = (number - 2**32 if number >= 2**31 else number for number in arguments)
        answer = self._exports[name](self._store, *signed)
        return answer % 2**32 if answer is not None else 0

    def ask(self, name: str, *arguments: int) -> int:
        """`call`, where 0 means failure: then a `MachineError` with the machine's sentence."""
        answer = self.call(name, *arguments)
        if answer == 0:
            at = self.call("sentence")
            raise MachineError(
                self._memory.read(self._store, at, at + 400).split(b"\0")[0].decode()
            )
        return answer

    def bytes_at(self, address: int, length: int) -> np.ndarray:
        """That stretch of the memory as bytes, live."""
        buffer = self._memory.get_buffer_ptr(self._store, length, address)
        return np.frombuffer(buffer, np.uint8)

    def at(self, address: int, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        """That stretch of the memory as an array, live."""
        n_bytes = int(np.prod(shape)) * np.dtype(dtype).itemsize
        if n_bytes == 0:
            return np.empty(shape, dtype)
        return self.bytes_at(address, n_bytes).view(dtype).reshape(shape)

    def put(self, array: np.ndarray | bytes) -> int:
        """Copy an array (or bytes) into fresh memory; answer its address."""
        data = np.frombuffer(array, np.uint8) if isinstance(array, bytes) else np.array(array)
        address = self.ask("take", data.nbytes)
        if data.nbytes:
            flat = np.ascontiguousarray(data).reshape(-1).view(np.uint8)
            self.bytes_at(address, data.nbytes)[:] = flat
        return address

    def bind(
        self,
        program: Packed,
        inputs: Mapping[str, tuple[int, tuple[int, ...]]],
        dtype: str,
        destinations: Mapping[str, int] | None = None,
    ) -> "Bound":
        """A program bound to inputs that lie in the memory.

        inputs: for each name its address and shape. destinations: addresses for outputs, by name;
        the others get a place of their own. An output may lie where an input lies.
        """
        if dtype not in DTYPES:
            raise ValueError(f"dtype must be one of {DTYPES}, got {dtype!r}")
        missing = [name for name in program.inputs if name not in inputs]
        if missing:
            raise ValueError(f"inputs must name {missing[0]!r}, got {sorted(inputs)}")
        table = np.zeros((len(program.inputs), 2 + MOST_AXES), np.uint32)
        for row, name in zip(table, program.inputs, strict=True):
            address, shape = inputs[name]
            if len(shape) > MOST_AXES:
                raise ValueError(f"{name} may have at most {MOST_AXES} axes, got shape {shape}")
            row[: 2 + len(shape)] = address, len(shape), *shape
        wanted = destinations or {}
        places = np.array([wanted.get(name, 0) for name in program.outputs], np.uint32)
        words, rows, ends = self.put(program.words), self.put(table), self.put(places)
        item = np.dtype(dtype).itemsize
        bound = self.ask("bind", words, len(program.words), item, rows, len(table), ends)
        return Bound(self, bound, program.outputs, dtype)

    def evaluate(
        self, program: Packed, inputs: Mapping[str, np.ndarray], dtype: str = "float64"
    ) -> dict[str, np.ndarray]:
        """The outputs of a program, by name; the memory is as before afterwards."""
        mark = self.call("mark")
        try:
            given = {}
            for name, array in inputs.items():
                array = np.asarray(array, dtype)
                given[name] = self.put(array), array.shape
            bound = self.bind(program, given, dtype)
            bound.run()
            return {name: bound.output(name).copy() for name in program.outputs}
        finally:
            self.call("release", mark)

    def scan(
        self,
        program: Packed,
        inputs: Mapping[str, np.ndarray],
        carry: Mapping[str, str],
        along: Mapping[str, np.ndarray],
        times: int,
        dtype: str = "float64",
    ) -> dict[str, np.ndarray]:
        """A program again and again: what it gives under carry's outputs goes in as their inputs
        the next time. along: inputs whose entries on the first axis are taken in turn. Answers all
        outputs, stacked along a new first axis."""
        item, mark = np.dtype(dtype).itemsize, self.call("mark")
        given = {name: np.array(array, dtype) for name, array in inputs.items()}
        rows = {name: np.asarray(array, dtype) for name, array in along.items()}
        given |= {name: np.zeros(array.shape[1:]).astype(dtype) for name, array in rows.items()}
        places = {name: (self.put(array), array.shape) for name, array in given.items()}
        bound = self.bind(program, places, dtype)
        shapes = {name: bound.place(name) for name in program.outputs}
        kept = {
            name: (self.put(np.zeros((times, *shape)).astype(dtype)), (times, *shape))
            for name, (_, shape) in shapes.items()
        }
        moves = []
        for name, array in rows.items():
            size = given[name].nbytes
            moves.append((self.put(array), places[name][0], size, size, 0))
        n_before = len(moves)
        for name, (address, shape) in shapes.items():
            size = int(np.prod(shape)) * item
            moves.append((address, kept[name][0], size, 0, size))
        for name, output in carry.items():
            moves.append((shapes[output][0], places[name][0], given[name].nbytes, 0, 0))
        table = self.put(np.array(moves, np.uint32))
        self.call("scan", bound.address, times, table, n_before, len(moves))
        results = {name: self.at(*place, dtype).copy() for name, place in kept.items()}
        self.call("release", mark)
        return results


class Bound:
    """A program bound to places in a machine's memory, to be run again and again."""

    def __init__(self, machine: Machine, address: int, outputs: tuple[str, ...], dtype: str):
        self.machine = machine
        self.address = address
        self.outputs = outputs
        self.dtype = dtype

    def run(self, times: int = 1) -> None:
        """Every operation in its order, so many times."""
        self.machine.call("run", self.address, times)

    def place(self, name: str) -> tuple[int, tuple[int, ...]]:
        """Address and shape of an output."""
        at = self.machine.call("output", self.address, self.outputs.index(name))
        words = self.machine.at(at, (2 + MOST_AXES,), "uint32").tolist()
        return words[0], tuple(words[2 : 2 + words[1]])

    def output(self, name: str) -> np.ndarray:
        """An output as a live view of the memory."""
        return self.machine.at(*self.place(name), self.dtype)
