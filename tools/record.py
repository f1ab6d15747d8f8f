"""Write down for the book what the last run of its tests has found. Usage: python -m tools.record

Reads what `make test`, `make test-views` and `python -m tools.faults` left in _build, and what
`make light` did if it has run, and writes book/tested.md, which the page "How this book is tested"
shows.
"""

import json
import platform
import shutil
import subprocess
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

from tools import chromium
from tools.command_line import no_arguments
from tools.faults import RECORD as FAULTS
from tools.light import KINDS
from tools.light import RECORD as LIGHT
from tools.paths import BOOK, ROOT
from tools.test import REPORTS

PAGE = BOOK / "tested.md"
AREAS = {
    "book": "every stored output of a chapter is what its code says",
    "tests/benchmarks": "the benchmarks give every peer the same work",
    "tests/book": "every chapter has its parts, every point of the lecture its place",
    "tests/browser": "every page of the built site in Chromium: figures, links, themes, widths",
    "tests/exercises": "right answers pass, each likely mistake gets its own sentence",
    "tests/figures": "a figure's numbers are NumPy's, whoever computes them",
    "tests/formulas": "the formulas against PyTorch and against numbers worked by hand",
    "tests/machine": "the machine that computes in the page against NumPy",
    "tests/page": "the Python that runs in a page: output, errors, limits",
    "tests/parity": "the NumPy engine and the PyTorch engine agree, step by step",
    "tests/programs": "a traced and planned formula gives what the plain one gives",
    "tests/test_sources": "numbers printed in books and papers, recomputed",
    "tests/tools": "set-up, build and server",
    "tests/unit": "the NumPy engine: values, gradients, randomness, refusals of bad input",
}
PACKAGES = ("numpy", "torch", "pytest", "hypothesis", "nbval", "playwright")


def area(case: ElementTree.Element) -> str:
    """Where a test lies: a folder of tests/, or the book."""
    parts = case.get("classname").split(".")
    return "book" if parts[0] == "book" else "/".join(parts[:2])


def outcome(case: ElementTree.Element) -> str:
    kinds = {child.tag for child in case}
    if kinds & {"failure", "error"}:
        return "failed"
    return "skipped" if "skipped" in kinds else "passed"


def table(head: tuple[str, ...], rows: list[tuple]) -> str:
    """A table in Markdown; numbers stand at the right of their column."""
    rules = ["---:" if type(entry) is int else "---" for entry in rows[-1]]
    written = [[f"{e:,}" if type(e) is int else e for e in line] for line in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, rules, *written))


def counts(suites: list[ElementTree.Element]) -> str:
    """A row for each area: what it looks at, how many tests passed, how long they took."""
    found, seconds = Counter(), Counter()
    for case in (case for suite in suites for case in suite.iter("testcase")):
        found[area(case), outcome(case)] += 1
        seconds[area(case)] += float(case.get("time"))
    rows = [
        (
            f"`{name}`", AREAS.get(name, ""), found[name, "passed"], found[name, "failed"],
            found[name, "skipped"], round(seconds[name]),
        )
        for name in sorted(seconds)
    ]  # fmt: skip
    outcomes = ("passed", "failed", "skipped")
    total = [sum(found[name, kind] for name in seconds) for kind in outcomes]
    rows.append(("all", "", *total, round(seconds.total())))
    return table(("where", "what is tested", *outcomes, "seconds"), rows)


def commit(folder: Path = ROOT) -> str:
    """Which commit `folder` holds, and whether its files were changed since, this record apart, as
    a sentence; empty where there is no repository."""
    git = shutil.which("git")
    if not git or not (folder / ".git").exists():
        return ""

    def said(*words: str) -> str:
        command = [git, "-C", str(folder), *words]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout

    own = f":(exclude){PAGE.relative_to(ROOT).as_posix()}"
    changed = said("status", "--porcelain", "--", ".", own).strip()
    name = said("rev-parse", "--short", "HEAD").strip()
    return f"Tested was commit `{name}`{', with files changed since' if changed else ''}."


def conditions(suites: list[ElementTree.Element]) -> str:
    """When it ran, how long each part took, with what."""
    day = suites[0].get("timestamp").split("T")[0]
    minutes = " and ".join(f"{float(suite.get('time')) / 60:.0f}" for suite in suites)
    browser = chromium.find()
    said = [browser, "--version"] if browser else None
    ran = subprocess.run(said, capture_output=True, encoding="utf-8") if said else None
    name = ran.stdout.strip() if ran else ""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"Run on {day}, in {minutes} minutes, with Python {platform.python_version()}, "
        f"{packages}{', ' + name if name else ''}, on {platform.system()} ({platform.machine()})."
    )


def faults(record: dict[str, dict]) -> str:
    """A row for each fault that was put in: what and where, and which test found it."""
    rows = []
    for kind, fault in record.items():
        tests = [f"`{found.split('@')[0]}`" for found in fault["caught_by"]]
        rows.append((kind, f"`{fault['file']}`", ", ".join(tests) or "**no test**"))
    return table(("fault", "put into", "found by"), rows)


def light(record: dict) -> str:
    """A row for each kind of page: its scores by Lighthouse, 0 to 100."""
    names = {page: kind for kind, page in KINDS.items()}
    rows = [
        (f"{names[page]} (`{page}`)", *map(round, scores.values()))
        for page, scores in record["pages"].items()
    ]
    heads = [name.replace("-", " ") for name in next(iter(record["pages"].values()))]
    said = (
        f"Lighthouse, as on a telephone, compressed, the median of five runs ({record['day']}): "
        "how soon a page is there, and three more scores, each of 100 at most."
    )
    return f"{said}\n\n{table(('page', *heads), rows)}"


def page(reports: list[Path], record: Path, lighthouse: Path) -> str:
    """All that was found, in Markdown."""
    suites = [ElementTree.parse(report).getroot().find("testsuite") for report in reports]
    put_in = json.loads(record.read_text(encoding="utf-8"))
    caught = sum(bool(fault["caught_by"]) for fault in put_in.values())
    return "\n\n".join(
        [
            "<!-- written by `python -m tools.record` -->",
            f"{conditions(suites)} {commit()}".strip(),
            counts(suites),
            *([light(json.loads(lighthouse.read_text("utf-8")))] if lighthouse.is_file() else []),
            f"Of {len(put_in)} faults, {caught} were found.",
            faults(put_in),
        ]
    )


if __name__ == "__main__":
    no_arguments(__doc__)
    reports = [REPORTS["quick"], REPORTS["views"]]
    made_by = ["make test", "make test-views", "python -m tools.faults"]
    for needed, command in zip([*reports, FAULTS], made_by, strict=True):
        if not needed.is_file():
            sys.exit(f"{needed} is not there: {command}")
    PAGE.write_text(page(reports, FAULTS, LIGHT) + "\n", encoding="utf-8")
