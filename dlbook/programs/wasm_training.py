"""Training on the WebAssembly machine: whole stretches of steps in one call.

`web/machine/training.js` is the same in JavaScript. The machine knows of programs, batches, flags
and parameters, and goes through them in the order of `numpy_engine.training`.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dlbook.programs.generators import STATE_BYTES
from dlbook.programs.packing import Packed
from dlbook.programs.webassembly import Bound, Machine
from dlbook.training.randomness import keep_threshold


class Place(NamedTuple):
    address: int
    shape: tuple[int, ...]


class Training:
    """A training in a machine's memory, to be run in stretches.

    gradient: a program with inputs "blocks.0", …, those named in `examples`, "kept.0", … for
    dropout, and numbers; its outputs are the loss, then the gradients of the blocks, whose names
    end in ".0", ….
    update: inputs "theta", "g" and "state.…", which start at zero, and numbers; outputs the new
    theta, then those of the state, whose names end like the inputs'.
    numbers: every other input, by name. "t" is the number of the step, from 1. rates: what "lr" is
    at each step, if it changes. before: a program that each step runs first, in float64; its
    outputs set the numbers of their names.
    blocks: the parameters at the start. examples: arrays whose last axis is the examples (…, n).
    order: generator bytes for the batches, needed if batch_size is below n. dropout: generator
    bytes for flags at rate numbers["p"], kept: the units of each hidden layer.
    """

    def __init__(
        self,
        gradient: Packed,
        update: Packed,
        *,
        blocks: Sequence[np.ndarray],
        examples: Mapping[str, np.ndarray],
        numbers: Mapping[str, float] | None = None,
        rates: Sequence[float] | None = None,
        before: Packed | None = None,
        batch_size: int | None = None,
        order: bytes | None = None,
        dropout: bytes | None = None,
        kept: Sequence[int] = (),
        dtype: str = "float64",
        machine: Machine | None = None,
    ) -> None:
        self.machine = machine or Machine()
        self.dtype = dtype
        self._item = np.dtype(dtype).itemsize
        counts = [np.shape(array)[-1] for array in examples.values()]
        if len(set(counts)) != 1:
            raise ValueError(f"examples must agree in number, got {' and '.join(map(str, counts))}")
        if batch_size is not None and batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, got {batch_size}")
        self.n = counts[0]
        self.batch_size = min(batch_size or self.n, self.n)
        self._set_parameters(blocks)
        self._handle = self.machine.ask("training", self._item, self.n, self.batch_size)
        self._set_numbers(dict(numbers or {}), rates, before)
        self._loss = self._put(0.0)
        batches = self._batches(examples, kept, order, dropout)
        bound = [self._bind_gradient(gradient, places) for places in batches]
        self.gradient = bound[0]
        bound_update = self._bind_update(update)
        last = bound[1].address if len(bound) > 1 else 0
        first = self._before.address if self._before else 0
        self.machine.call(
            "set_programs", self._handle, first, bound[0].address, last, bound_update.address
        )

    def _put(self, array: np.ndarray, dtype: str | None = None) -> Place:
        array = np.asarray(array, dtype or self.dtype)
        return Place(self.machine.put(array), array.shape)

    def _set_parameters(self, blocks: Sequence[np.ndarray]) -> None:
        """One flat array of all parameters, one of their gradients, and every block in it."""
        flat = np.concatenate([np.ravel(block) for block in blocks])
        self._theta, self._g = self._put(flat), self._put(np.zeros(flat.size))
        starts = np.cumsum([0, *(np.size(block) for block in blocks)]).tolist()
        self._blocks = {
            f"blocks.{k}": Place(self._theta.address + start * self._item, np.shape(block))
            for k, (start, block) in enumerate(zip(starts, blocks, strict=False))
        }
        self._gradient_at = [self._g.address + start * self._item for start in starts]

    def _set_numbers(
        self, numbers: dict[str, float], rates: Sequence[float] | None, before: Packed | None
    ) -> None:
        """Numbers in float64 for `before`, and in the training's own kind for the others."""
        changing = (
            {"t"} | ({"lr"} if rates is not None else set()) | set(before.outputs if before else ())
        )
        numbers = dict.fromkeys(changing, 0.0) | numbers
        self._exact = {name: self._put(value, "float64") for name, value in numbers.items()}
        self._numbers = {name: self._put(value) for name, value in numbers.items()}
        self.machine.call("set_step_number", self._handle, self._exact["t"].address)
        if rates is not None:
            table = self._put(rates, "float64")
            lr = self._exact["lr"].address
            self.machine.call("set_rates", self._handle, lr, table.address, table.shape[0])
        self._before = None
        if before is not None:
            ends = {name: self._exact[name].address for name in before.outputs}
            self._before = self.machine.bind(before, self._exact, "float64", ends)
        for name in sorted(changing):
            pair = self._exact[name].address, self._numbers[name].address
            self.machine.ask("add_number", self._handle, *pair)

    def _batches(
        self,
        examples: Mapping[str, np.ndarray],
        kept: Sequence[int],
        order: bytes | None,
        dropout: bytes | None,
    ) -> list[dict[str, Place]]:
        """The inputs that change with the batch: for whole batches, and for a shorter last one."""
        handle, machine = self._handle, self.machine
        rest = self.n % self.batch_size
        sizes = [self.batch_size, rest] if rest else [self.batch_size]
        sources = {name: self._put(array) for name, array in examples.items()}
        if self.batch_size == self.n:
            batches = [dict(sources)]
        else:
            if order is None:
                raise ValueError(f"order must be given for batches of {self.batch_size}")
            machine.ask("set_order", handle, self._generator("order", order))
            batches = [{} for _ in sizes]
            for name, source in sources.items():
                width = int(np.prod(source.shape[:-1]))
                for batch, size in zip(batches, sizes, strict=True):
                    batch[name] = self._put(np.zeros((*source.shape[:-1], size)))
                ends = self._ends(batches, name)
                machine.ask("add_rows", handle, source.address, width, *ends)
        if dropout is not None:
            threshold = keep_threshold(float(self.number("p")))
            machine.call("set_dropout", handle, self._generator("dropout", dropout), threshold)
            for k, units in enumerate(kept):
                for batch, size in zip(batches, sizes, strict=True):
                    batch[f"kept.{k}"] = self._put(np.zeros((units, size)))
                machine.ask("add_flags", handle, units, *self._ends(batches, f"kept.{k}"))
        return batches

    def _generator(self, name: str, state: bytes) -> int:
        if len(state) != STATE_BYTES:
            raise ValueError(f"{name} must be {STATE_BYTES} bytes, got {len(state)}")
        return self.machine.put(state)

    @staticmethod
    def _ends(batches: list[dict[str, Place]], name: str) -> tuple[int, int]:
        return batches[0][name].address, batches[1][name].address if len(batches) > 1 else 0

    def _bind_gradient(self, program: Packed, places: dict[str, Place]) -> Bound:
        gradients = [name for name in program.outputs if "." in name]
        if len(gradients) != len(self._blocks):
            raise ValueError(
                f"gradient must give one output for each of {len(self._blocks)} blocks, "
                f"got {program.outputs}"
            )
        ends = dict(zip(gradients, self._gradient_at, strict=False))
        ends |= {name: self._loss.address for name in program.outputs if name not in gradients}
        inputs = {**self._numbers, **self._blocks, **places}
        return self.machine.bind(program, inputs, self.dtype, ends)

    def _bind_update(self, program: Packed) -> Bound:
        states = [name for name in program.inputs if name.startswith("state.")]
        zeros = np.zeros(self._theta.shape)
        self._state = {name: self._put(zeros) for name in states}
        ends = {}
        for name in program.outputs:
            is_state = "." in name
            end = self._state["state." + name.split(".", 1)[1]] if is_state else self._theta
            ends[name] = end.address
        inputs = {**self._numbers, "theta": self._theta, "g": self._g, **self._state}
        return self.machine.bind(program, inputs, self.dtype, ends)

    @property
    def steps_per_epoch(self) -> int:
        return -(-self.n // self.batch_size)

    @property
    def parameters(self) -> np.ndarray:
        """All parameters, flat, as a copy."""
        return self.machine.at(*self._theta, self.dtype).copy()

    def number(self, name: str) -> float:
        """What a number is now."""
        return float(self.machine.at(*self._exact[name], "float64"))

    def set_number(self, name: str, value: float) -> None:
        """Change a number for the steps to come."""
        self.machine.at(*self._exact[name], "float64")[...] = value
        self.machine.at(*self._numbers[name], self.dtype)[...] = value

    def run(self, steps: int) -> np.ndarray:
        """Make so many steps; answers the loss of each on its batch, before its update."""
        mark = self.machine.call("mark")
        losses = self._put(np.zeros(steps))
        self.machine.call("train", self._handle, steps, self._loss.address, losses.address)
        result = self.machine.at(*losses, self.dtype).copy()
        self.machine.call("release", mark)
        return result

    def measure(self, program: Packed, inputs: Mapping[str, np.ndarray | float]) -> dict:
        """The outputs of a program of the parameters as they are now and other inputs."""
        mark = self.machine.call("mark")
        places = {**self._numbers, **self._blocks}
        places |= {name: self._put(array) for name, array in inputs.items()}
        bound = self.machine.bind(program, places, self.dtype)
        bound.run()
        results = {name: bound.output(name).copy() for name in program.outputs}
        self.machine.call("release", mark)
        return results
