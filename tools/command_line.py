"""How every command of this folder reads its arguments; needs nothing that is to be installed."""

import argparse
import re

PROGRAM = re.compile(r"python (?:-m )?[\w./]*\w")
"""What a command's docstring says is to be typed, without the arguments."""


def parser(description: str) -> argparse.ArgumentParser:
    """Answer a parser of the command whose docstring is `description`: --help prints that, and an
    argument that is not known ends the command with status 2."""
    return argparse.ArgumentParser(
        PROGRAM.search(description)[0],
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def no_arguments(description: str) -> None:
    """Read the arguments of a command that takes none but --help."""
    parser(description).parse_args()
