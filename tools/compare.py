"""Compare two built sites, byte for byte. Usage: python -m tools.compare A B

Prints each file that only one of them has, and each that differs, with the text around the first
difference. Exit status: 0 when the two are the same, 1 when they differ, 2 when one is no folder.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.command_line import parser

AROUND = 60


def differences(first: Path, second: Path) -> Iterator[str]:
    """Answer one line for each file under two folders that is not the same in both."""
    names = [
        {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        for folder in (first, second)
    ]
    for name in sorted(names[0] | names[1]):
        if name not in names[1]:
            yield f"{name}: only in {first}"
        elif name not in names[0]:
            yield f"{name}: only in {second}"
        else:
            one, other = (first / name).read_bytes(), (second / name).read_bytes()
            if one != other:
                yield f"{name}: {where(one, other)}"


def where(one: bytes, other: bytes) -> str:
    """Say where two different contents part, with what stands there in each."""
    pairs = zip(one, other, strict=False)
    place = next((k for k, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    around = slice(max(place - AROUND // 2, 0), place + AROUND)
    seen = [content[around].decode(errors="replace") for content in (one, other)]
    return f"from byte {place}: {seen[0]!r} and {seen[1]!r}"


def main(arguments: list[str]) -> int:
    """Compare the two folders that are named; answer the exit status."""
    command_line = parser(__doc__)
    for name in ("A", "B"):
        command_line.add_argument(name, type=Path)
    asked = command_line.parse_args(arguments)
    folders = [asked.A, asked.B]
    if wrong := [str(folder) for folder in folders if not folder.is_dir()]:
        command_line.error("; ".join(f"{name} is no folder" for name in wrong))
    found = list(differences(*folders))
    print("\n".join(found) or "The two are the same, byte for byte.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
