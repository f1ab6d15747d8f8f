"""Jobs: what a figure wants computed, as data that two hosts run.

A job is a list of steps. Each finds its inputs among named values (arrays that depend on no
control, the state of the controls, what earlier steps made) and puts its results there.

A reference is a number; a name; {"row": reference, "of": reference}, the entry of an array along
its first axis; {"one": [references], "of": reference}, one of several; or a list of references. A
program is named by a string, or chosen in the same way with "one".

draw: draws in [0, 1) of several generators, bytes (n, 48) as `dlbook.programs.generators` has them:
for each of the shapes in turn, (n, *shape). {"do": "draw", "generators", "shapes"}

evaluate: a program once. {"do": "evaluate", "program", "inputs", "into"}; with "once_for", names of
numbers, the page works it out once for each of their values.

scan: a program so many `times`; what it gives as carry's outputs goes in as their inputs the next
time, and of the inputs named in "along" the entries are taken in turn. Results are stacked along a
new first axis. {"do": "scan", "program", "inputs", "carry", "along" or "times", "into"}

train: a training, recorded. {"do": "train", "gradient", "update", "blocks", "examples"} and, where
they are needed, "numbers", "before", "batch_size", "order", "dropout", "kept", "dtype":
see `dlbook.programs.wasm_training.Training`. "record": the epochs after which "measure", a list of
{"program", "inputs", "into"}, is done. "into": where "losses", of every step on its batch before
its update, and "parameters", as recorded, go. "runs": so many trainings, whose number is the value
"run"; results get a first axis of runs. "settings": all that for so many values of "setting", along
an axis before; the page begins with the one that "first" names, and what is not there yet is NaN.
With "once_for", names of numbers, the page keeps what it found until one of them changes. "beside":
what the status line says does not hang on this training, nor on any step after it.

"into" maps the program's outputs to names of values; the figure on the page does not get those
that begin with "_", which the job has for itself. The page runs the same with
`web/machine/jobs.js`, in stretches.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from dlbook.programs.packing import Packed
from dlbook.programs.wasm_training import Training
from dlbook.programs.webassembly import Machine

Values = dict[str, Any]


def run_job(
    steps: Sequence[Mapping[str, Any]], programs: Mapping[str, Packed], values: Mapping[str, Any]
) -> Values:
    """All values at the end of the job, run by wasmtime; needs the extra dlbook[wasm]."""
    return _Job(programs, values).run(steps)


class _Job:
    def __init__(self, programs: Mapping[str, Packed], values: Mapping[str, Any]) -> None:
        self.programs = programs
        self.values: Values = dict(values)
        self.machine = Machine()

    def run(self, steps: Sequence[Mapping[str, Any]]) -> Values:
        for step in steps:
            self.values |= getattr(self, f"_{step['do']}")(step)
        return self.values

    def _find(self, reference: Any) -> Any:
        if isinstance(reference, str):
            return self.values[reference]
        if isinstance(reference, list):
            return [self._find(one) for one in reference]
        if not isinstance(reference, Mapping):
            return reference
        index = int(self._find(reference["of"]))
        if "one" in reference:
            return self._find(reference["one"][index])
        return self._find(reference["row"])[index]

    def _all(self, references: Mapping[str, Any]) -> Values:
        return {name: self._find(reference) for name, reference in references.items()}

    def _program(self, reference: Any) -> Packed:
        if isinstance(reference, str):
            return self.programs[reference]
        return self._program(reference["one"][int(self._find(reference["of"]))])

    @staticmethod
    def _named(into: Mapping[str, str], found: Values) -> Values:
        return {name: found[output] for output, name in into.items()}

    def _draw(self, step: Mapping[str, Any]) -> Values:
        states = np.asarray(self._find(step["generators"]), np.uint8)
        sizes = [int(np.prod(shape)) for shape in step["shapes"].values()]
        draws = np.array([self._uniform(state.tobytes(), sum(sizes)) for state in states])
        parts = np.split(draws, np.cumsum(sizes)[:-1], axis=1)
        shapes = zip(step["shapes"].items(), parts, strict=True)
        return {name: part.reshape(-1, *shape) for (name, shape), part in shapes}

    def _uniform(self, generator: bytes, count: int) -> np.ndarray:
        mark = self.machine.call("mark")
        state, place = self.machine.put(generator), self.machine.put(np.zeros(count))
        self.machine.call("draw_uniform", state, place, count)
        draws = self.machine.at(place, (count,), "float64").copy()
        self.machine.call("release", mark)
        return draws

    def _evaluate(self, step: Mapping[str, Any]) -> Values:
        program, dtype = self._program(step["program"]), step.get("dtype", "float64")
        found = self.machine.evaluate(program, self._all(step["inputs"]), dtype)
        return self._named(step["into"], found)

    def _scan(self, step: Mapping[str, Any]) -> Values:
        program, dtype = self._program(step["program"]), step.get("dtype", "float64")
        inputs, along = self._all(step["inputs"]), self._all(step.get("along", {}))
        times = step.get("times")
        n = len(next(iter(along.values()))) if times is None else int(self._find(times))
        found = self.machine.scan(program, inputs, step.get("carry", {}), along, n, dtype)
        return self._named(step["into"], found)

    def _train(self, step: Mapping[str, Any]) -> Values:
        return self._each("setting", step.get("settings"), step, self._runs)

    def _runs(self, step: Mapping[str, Any]) -> Values:
        return self._each("run", step.get("runs"), step, self._one_run)

    def _each(
        self, name: str, count: Any, step: Mapping[str, Any], work: Callable[..., Values]
    ) -> Values:
        """What `work` makes of the step for each number below `count`, along a new first axis."""
        if count is None:
            return work(step)
        made = []
        for k in range(int(self._find(count))):
            self.values[name] = k
            made.append(work(step))
        return {key: np.array([one[key] for one in made]) for key in made[0]}

    def _one_run(self, step: Mapping[str, Any]) -> Values:
        training = self._training(step)
        into, losses, parameters = step.get("into", {}), [], []
        measured: list[Values] = []
        epoch = 0
        for after in np.asarray(self._find(step["record"])).tolist():
            losses.append(training.run(int(after - epoch) * training.steps_per_epoch))
            epoch = after
            parameters.append(training.parameters)
            measured.append(self._measure(step, training))
        made = {name: np.array([one[name] for one in measured]) for name in measured[0]}
        if "losses" in into:
            made[into["losses"]] = np.concatenate(losses)
        if "parameters" in into:
            made[into["parameters"]] = np.array(parameters)
        return made

    def _measure(self, step: Mapping[str, Any], training: Training) -> Values:
        made: Values = {}
        for one in step.get("measure", ()):
            found = training.measure(self._program(one["program"]), self._all(one["inputs"]))
            made |= self._named(one["into"], found)
        return made

    def _training(self, step: Mapping[str, Any]) -> Training:
        def given(name: str) -> Any:
            return self._find(step[name]) if name in step else None

        def generator(name: str) -> bytes | None:
            return np.asarray(given(name), np.uint8).tobytes() if name in step else None

        return Training(
            self._program(step["gradient"]),
            self._program(step["update"]),
            blocks=self._find(step["blocks"]),
            examples=self._all(step["examples"]),
            numbers={name: float(v) for name, v in self._all(step.get("numbers", {})).items()},
            before=self._program(step["before"]) if "before" in step else None,
            batch_size=None if given("batch_size") is None else int(given("batch_size")),
            order=generator("order"),
            dropout=generator("dropout"),
            kept=step.get("kept", ()),
            dtype=step.get("dtype", "float64"),
        )
