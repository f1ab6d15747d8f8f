"""Calls every public function of both engines with drawn arguments. Usage:

    python -m tools.fuzz [examples [function ...]]

10,000 examples of each unless said otherwise, which takes one or two hours; ends with status 1
where any call came out as it must not, after the smallest arguments that show it.
"""

from __future__ import annotations

import sys
import time
import traceback

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tools.command_line import parser
from tools.fuzz.arguments import Arguments
from tools.fuzz.calls import CALLS
from tools.fuzz.judging import judge
from tools.fuzz.junk import instead_of

EXAMPLES = 10_000
# so large that it is a wish for a long run, not a mistake
MOST = dict.fromkeys(("epochs", "seeds", "sizes", "n_out", "n_in"), 64) | {"processes": 2}
WRONG_ANYHOW = {"load": "path"}  # a damaged file, where nothing else was changed


def fuzz(name: str, examples: int) -> None:
    """Draw so many calls of `name`: some of them right, most with one argument changed."""

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    @given(st.data())
    def check(data: st.DataObject) -> None:
        drawn = CALLS[name][0](data.draw, name)
        changed = data.draw(st.sampled_from([None, *changeable(drawn)]))
        if changed:
            kept = instead_of(changed).filter(lambda value: not kept_away(changed, value))
            drawn[changed] = data.draw(kept)
        judge(name, drawn, changed or WRONG_ANYHOW.get(name))

    check()


def changeable(arguments: Arguments) -> list[str]:
    return sorted(name for name in arguments if " " not in name)


def kept_away(argument: str, value: object) -> bool:
    """Whether a call with it would rightly run for hours, or write a file elsewhere."""
    if argument == "path":
        return isinstance(value, str) and any(part in value for part in ("/", "\\", "..", "~"))
    return argument in MOST and isinstance(value, int) and value > MOST[argument]


def arguments(given: list[str]) -> tuple[int, tuple[str, ...]]:
    """The number of examples and the functions that a command line names."""
    command_line = parser(__doc__)
    command_line.add_argument("examples", nargs="?", type=int, default=EXAMPLES)
    command_line.add_argument(
        "functions", nargs="*", help=f"of {', '.join(CALLS)}; all unless named"
    )
    read = command_line.parse_args(given)
    if read.examples < 1:
        command_line.error(f"examples must be at least 1, got {read.examples}")
    if unknown := set(read.functions) - set(CALLS):
        command_line.error(f"no such function: {', '.join(sorted(unknown))}")
    return read.examples, tuple(read.functions or CALLS)


def main(examples: int = EXAMPLES, names: tuple[str, ...] = tuple(CALLS)) -> int:
    failed = []
    for name in names:
        begun = time.perf_counter()
        try:
            fuzz(name, examples)
        except Exception:
            failed.append(name)
            traceback.print_exc()
        print(f"{name}: {time.perf_counter() - begun:.1f} s", flush=True)
    print(f"{len(names) - len(failed)} of {len(names)} functions without a fault", *failed)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(*arguments(sys.argv[1:])))
