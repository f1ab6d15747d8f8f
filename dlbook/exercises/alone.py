"""A reader's file checked in a process of its own, which is ended if the code in it never ends.

The process is `python -m dlbook.exercises.alone NAME FILE ANSWER`; it writes the answer as JSON.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from dlbook.exercises.calling import sentence
from dlbook.exercises.checking import Answer, answer
from dlbook.exercises.limits import SECONDS, TooLong, deadline, printing
from dlbook.exercises.tasks import EXERCISES

GRACE = 5.0
"""So many seconds more a process has, to start and to end itself."""


def check_file(name: str, file: Path, seconds: float = SECONDS) -> Answer:
    """What is to be said of the file for an exercise."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "answer.json")
        command = [sys.executable, "-m", "dlbook.exercises.alone", name, str(file), str(told)]
        # twice the time: to load the file, and to try the function
        process = subprocess.Popen(
            [*command, str(seconds)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            _, error = process.communicate(timeout=2 * seconds + GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return Answer(False, f"Not yet. {sentence(TooLong(), None)}")
        if told.exists():
            return Answer(**json.loads(told.read_text(encoding="utf-8")))
        last = error.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]
        return Answer(False, f"Not yet. Python ended while it ran your file: {last[0]}")


def answer_file(name: str, file: Path, seconds: float) -> Answer:
    """Load the file, here in this process, and try its function."""
    exercise = EXERCISES[name]
    space = {"__name__": name, "__file__": str(file)}
    with printing() as printed:
        try:
            source = file.read_bytes()
            with deadline(seconds):
                exec(compile(source, str(file), "exec"), space)
        except BaseException as error:
            return Answer(False, f"Not yet. {_of_loading(error, file)}")
    if exercise.function_name not in space:
        return Answer(False, f"Not yet. {file.name} has no function `{exercise.function_name}`.")
    told = answer(exercise, space[exercise.function_name], seconds)
    both = "\n".join(filter(None, [printed.getvalue().strip()[:1000], told.printed]))
    return replace(told, printed=both)


def _of_loading(error: BaseException, file: Path) -> str:
    said = sentence(error, None, str(file))
    missing = getattr(error, "name", None)
    if isinstance(error, ModuleNotFoundError) and missing in EXERCISES:
        said += f" That is another exercise: dlbook exercises start {missing}"
    return said


def main(name: str, file: str, told: str, seconds: str) -> None:
    """The process: check, and write the answer."""
    path = Path(file).resolve()
    sys.path.append(str(path.parent))  # at the end: no file of the reader's hides a library
    found = answer_file(name, path, float(seconds))
    state = {"right": found.right, "text": found.text, "printed": found.printed}
    Path(told).write_text(json.dumps(state), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
