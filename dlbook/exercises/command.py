"""The command: `dlbook exercises`, with plain files in a folder of the reader's own."""

import argparse
import difflib
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from dlbook.exercises.alone import check_file
from dlbook.exercises.folder import Folder
from dlbook.exercises.tasks import EXERCISES, TEN

WRITING = ("start", "next")
"""Commands that make the folder of a reader who has none yet."""

NAMELESS = ("list", "next")
"""Commands that are about no single exercise."""

PAUSE = 0.4
"""Seconds between two looks at the files."""


def show(folder: Folder, name: str | None) -> int:
    """The exercises: which are solved, which are started."""
    for title, names in (("The ten", TEN), ("The others", [n for n in EXERCISES if n not in TEN])):
        print(f"{title}:" if names else "", end="\n" if names else "")
        for one in names:
            started = "started" if folder.file(one).exists() else ""
            state = "solved" if one in folder.solved else started
            print(f"  {one:22} {EXERCISES[one].title:48} {state}".rstrip())
    print(f"\n{len(folder.solved)} of {len(EXERCISES)} solved. dlbook exercises next goes on.")
    return 0


def start(folder: Folder, name: str | None) -> int:
    """Write the starter of an exercise, and never over a file that is there."""
    name = name or folder.next() or TEN[0]
    wrote = folder.start(name)
    file = folder.file(name)
    print(f"{file} is written." if wrote else f"{file} is there already, and stays as it is.")
    print(f"\n{EXERCISES[name].title}\n\n{EXERCISES[name].task}\n")
    print("Write the function, save the file, then: dlbook exercises check")
    return 0


def go_on(folder: Folder, name: str | None) -> int:
    """Start the first exercise that is not solved."""
    if folder.next() is None:
        print(f"All {len(EXERCISES)} exercises are solved.")
        return 0
    return start(folder, None)


def check(folder: Folder, name: str | None) -> int:
    """Check the file of an exercise."""
    name = name or folder.current or folder.next() or TEN[0]
    if not folder.file(name).exists():
        print(f"{folder.file(name)} is not there. dlbook exercises start {name} writes it.")
        return 1
    folder.current = name
    told = check_file(name, folder.file(name))
    print(f"{name}: {told}")
    if told:
        folder.note_solved(name)
        print("\nSolved. dlbook exercises next goes on." if folder.next() else "\nAll are solved.")
    else:
        folder.save()
        print(f"\nA hint: dlbook exercises hint {name}")
    return 0 if told else 1


def hint(folder: Folder, name: str | None) -> int:
    """The first hint of an exercise; the second when asked again."""
    name = name or folder.current or folder.next() or TEN[0]
    number = min(folder.hints.get(name, 0) + 1, 2)
    folder.hints[name] = number
    folder.save()
    print(f"{name}, hint {number} of 2: {EXERCISES[name].hints[number - 1]}")
    return 0


def solution(folder: Folder, name: str | None) -> int:
    """The worked solution, printed; the reader's file stays as it is."""
    name = name or folder.current or folder.next() or TEN[0]
    print(EXERCISES[name].solution_code, end="")
    return 0


def watch(folder: Folder, name: str | None, again: Callable[[], bool] = lambda: True) -> int:
    """Check each file whenever it is saved, until Ctrl-C."""

    def times() -> dict[str, int]:
        names = [name] if name else folder.started()
        return {n: folder.file(n).stat().st_mtime_ns for n in names if folder.file(n).exists()}

    seen = times()
    watched = ", ".join(f"{n}.py" for n in seen) or "no file yet"
    print(f"Watching {folder.path}: {watched}. Save a file to have it checked; Ctrl-C ends it.")
    try:
        while again():
            time.sleep(PAUSE)
            now = times()
            for changed in [n for n in now if now[n] != seen.get(n)]:
                print(f"\n{'-' * 60}")
                check(folder, changed)
                sys.stdout.flush()
            seen = now
    except KeyboardInterrupt:
        print("\nNo longer watching.")
    return 0


COMMANDS: dict[str, Callable[[Folder, str | None], int]] = {
    "list": show,
    "start": start,
    "next": go_on,
    "check": check,
    "watch": watch,
    "hint": hint,
    "solution": solution,
}


def exercises(arguments: Sequence[str] | None = None) -> int:
    """Run `dlbook exercises` with these arguments; answers the exit status."""
    parser = argparse.ArgumentParser(
        prog="dlbook exercises", description="Exercises that check your code, in files of your own."
    )
    parser.add_argument("command", nargs="?", default="list", choices=COMMANDS)
    parser.add_argument("name", nargs="?", help="an exercise; else the one worked on last")
    parser.add_argument("--folder", type=Path, default=Path(), help="where your files are")
    given = parser.parse_args(arguments)
    name = given.name.removesuffix(".py") if given.name else None
    if name and name not in EXERCISES:
        near = difflib.get_close_matches(name, EXERCISES, 1)
        meant = f" Did you mean {near[0]}?" if near else ""
        print(f"There is no exercise {name}.{meant} dlbook exercises lists them.", file=sys.stderr)
        return 2
    if name and given.command in NAMELESS:
        parser.error(f"{given.command} takes no name; dlbook exercises start {name} starts it")
    if given.folder.exists() and not given.folder.is_dir():
        parser.error(f"--folder {given.folder} is no folder")
    if given.command not in WRITING and not given.folder.exists():
        parser.error(f"--folder {given.folder} is not there")
    try:
        folder = Folder.open(given.folder)
        if folder.note:
            print(folder.note, file=sys.stderr)
        return COMMANDS[given.command](folder, name)
    except OSError as error:
        print(f"{error.filename or given.folder}: {error.strerror or error}", file=sys.stderr)
        return 1


def main(arguments: Sequence[str] | None = None) -> int:
    """The command `dlbook`; its first word says what of it is meant."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["exercises"]:
        return exercises(words[1:])
    print(f"usage: dlbook exercises [{'|'.join(COMMANDS)}] [name]")
    if words in (["-h"], ["--help"]):
        return 0
    if words:
        print(f"dlbook: the first word must be exercises, got {words[0]!r}", file=sys.stderr)
    return 2
