"""Remove what the build and the tests wrote; the environment stays. Usage: python -m tools.clean"""

import shutil
import sys

from tools.command_line import no_arguments
from tools.paths import BOOK, BUILD, ROOT

MADE = (
    BUILD,
    BOOK / "_static",
    ROOT / "dlbook" / "figures" / "static",
    ROOT / "dlbook" / "programs" / "static",
    ROOT / ".pytest_cache",
    ROOT / ".ruff_cache",
    ROOT / ".hypothesis",
)


def clean() -> int:
    """Remove every folder of `MADE`; answer the exit status."""
    for folder in MADE:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    no_arguments(__doc__)
    sys.exit(clean())
