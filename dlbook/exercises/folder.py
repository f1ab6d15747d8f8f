"""A reader's folder: one file an exercise, never written over, and what was done so far."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from dlbook import files
from dlbook.exercises.definition import Exercise
from dlbook.exercises.tasks import EXERCISES, TEN

STATE = ".dlbook-exercises.json"


@dataclass
class Folder:
    """The folder at `path`. current: the exercise worked on last; hints: how many were read."""

    path: Path
    current: str | None = None
    solved: list[str] = field(default_factory=list)
    hints: dict[str, int] = field(default_factory=dict)
    note: str = ""

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """The folder with its state; one that cannot be read is put aside, and `note` says so."""
        file = path / STATE
        if not file.exists():
            return cls(path)
        try:
            state = json.loads(file.read_text(encoding="utf-8"))
            solved = [name for name in state["solved"] if name in EXERCISES]
            hints = {name: int(n) for name, n in state["hints"].items() if name in EXERCISES}
            current = state["current"] if state["current"] in EXERCISES else None
            return cls(path, current, solved, hints)
        except (ValueError, KeyError, TypeError, AttributeError):
            aside = file.with_name(STATE + ".unreadable")
            os.replace(file, aside)
            return cls(path, note=f"{STATE} cannot be read; it is {aside.name} now.")

    def save(self) -> None:
        """Write the state, whole or not at all."""
        state = {"current": self.current, "solved": self.solved, "hints": self.hints}
        files.write(self.path / STATE, json.dumps(state, indent=1).encode())

    def file(self, name: str) -> Path:
        """Where the reader's code for an exercise is."""
        return self.path / f"{name}.py"

    def start(self, name: str) -> bool:
        """Write the starter of an exercise; False, and nothing written, if the file is there."""
        self.current = name
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            with self.file(name).open("x", encoding="utf-8") as file:
                file.write(starter_file(EXERCISES[name]))
        except FileExistsError:
            return False
        finally:
            self.save()
        return True

    def note_solved(self, name: str) -> None:
        """Take note that an exercise is solved."""
        if name not in self.solved:
            self.solved.append(name)
        self.save()

    def next(self) -> str | None:
        """The first exercise that is not solved, the ten before the others."""
        order = [*TEN, *(name for name in EXERCISES if name not in TEN)]
        return next((name for name in order if name not in self.solved), None)

    def started(self) -> list[str]:
        """The exercises that have a file."""
        return [name for name in EXERCISES if self.file(name).exists()]


def starter_file(exercise: Exercise) -> str:
    """The file that a reader starts from: the task, the imports, the function to write."""
    imports = "".join(
        f"from {name} import {EXERCISES[name].function_name}\n" for name in exercise.uses
    )
    imports = f"import numpy as np\n\n{imports}" if imports else "import numpy as np\n"
    return (
        f'"""{exercise.title}\n\n{exercise.task}\n\n'
        f'Check it: dlbook exercises check {exercise.name}\n"""\n\n'
        f"{imports}\n\n{exercise.starter}"
    )
