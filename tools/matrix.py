"""Run unit, parity and notebook tests on each Python of this machine, with both ends of the NumPys
that the package allows.

Usage: python -m tools.matrix [--python 3.12] [--numpy oldest|newest] [--tests unit,parity,nbval]
"""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tools.command_line import parser
from tools.notebooks import chapters
from tools.paths import BUILD, ROOT
from tools.setup import OLDEST
from tools.threads import one_thread

FOLDER = BUILD / "matrix"
TESTING = (
    "pytest", "pytest-timeout", "pytest-xdist", "hypothesis", "nbval", "ipykernel", "nbformat",
    "psutil", "scikit-learn",
)  # fmt: skip
EXTRAS = ("figures", "wasm", "mnist")
TESTS = {
    "unit": ["-m", "not slow", "tests/unit"],
    "parity": ["-m", "not slow", "tests/parity"],
    "nbval": ["--nbval", "--nbval-current-env"],
}
ENDS = ("oldest", "newest")
PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]


def run(python: Path, *arguments: str, quiet: bool = False, **options: object) -> int:
    """Run `python` with `arguments` in the repository; answer its exit status."""
    sink = subprocess.DEVNULL if quiet else None
    command = [str(python), *arguments]
    return subprocess.run(command, cwd=ROOT, stdout=sink, stderr=sink, **options).returncode


def pythons() -> dict[str, Path]:
    """Answer the Pythons of this machine that the book supports, by version, such as 3.12."""
    folders = [Path(name) for name in os.environ.get("PATH", "").split(os.pathsep) if name]
    home = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders += sorted(home.glob("versions/*/bin"))
    found: dict[str, Path] = {}
    for program in [Path(sys.executable), *(p for f in folders for p in sorted(f.glob("python*")))]:
        version = version_of(program)
        if version and version >= OLDEST:
            found.setdefault(".".join(map(str, version)), program)
    return dict(sorted(found.items(), key=lambda item: tuple(map(int, item[0].split(".")))))


def version_of(program: Path) -> tuple[int, int] | None:
    """Answer the version of the Python `program`; None where it is none that runs, or one whose
    name says that it is too old."""
    named = re.fullmatch(r"python(?:3(?:\.(\d+))?)?(?:\.exe)?", program.name)
    if not named or (named[1] and (3, int(named[1])) < OLDEST):
        return None
    ask = "import sys, venv, ensurepip; print(*sys.version_info[:2])"
    try:
        said = subprocess.run([str(program), "-c", ask], capture_output=True, encoding="utf-8")
        major, minor = said.stdout.split()
    except (OSError, ValueError):
        return None
    return int(major), int(minor)


def floor_of(name: str) -> str:
    """Answer the oldest version of a dependency that pyproject.toml allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return next(
        found[1]
        for text in project["dependencies"]
        if (found := re.fullmatch(rf"{name}>=([\d.]+)", text))
    )


def dependencies() -> list[str]:
    """Answer what the tests need beside NumPy and PyTorch."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [text for extra in EXTRAS for text in project["optional-dependencies"][extra]]
    return [text for text in project["dependencies"] if not text.startswith("numpy")] + extras


def install_numpy(python: Path, end: str) -> str | None:
    """Install the `end` of the allowed NumPys that has a wheel for `python`; answer its version."""
    asked = [*PIP, "install", "--only-binary=:all:"]
    if end == "newest":
        asked.append("--upgrade")
        candidates = [f"numpy>={floor_of('numpy')}"]
    else:
        listed = subprocess.run(
            [str(python), *PIP[:-1], "index", "versions", "numpy"],
            capture_output=True, encoding="utf-8",
        )  # fmt: skip
        versions = re.findall(r"\b\d+\.\d+\.\d+\b", listed.stdout.partition("Available")[2])
        allowed = [version for version in set(versions) if key(version) >= key(floor_of("numpy"))]
        candidates = [f"numpy=={version}" for version in sorted(allowed, key=key)]
    for candidate in candidates:
        if run(python, *asked, candidate, quiet=True) == 0:
            show = "import numpy; print(numpy.__version__)"
            said = subprocess.run([str(python), "-c", show], capture_output=True, encoding="utf-8")
            return said.stdout.strip()
    return None


def key(version: str) -> tuple[int, ...]:
    """Answer what versions are ordered by."""
    return tuple(map(int, version.split(".")))


def prepare(version: str, program: Path, end: str) -> tuple[Path, str | None, bool]:
    """Make an environment for a Python and an end of the NumPys; answer its interpreter, NumPy's
    version (None: it could not be made) and whether PyTorch is there."""
    folder = FOLDER / f"{version}-{end}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.is_file() and run(program, "-m", "venv", str(folder)):
        return python, None, False
    numpy = install_numpy(python, end)
    if numpy is None:
        return python, None, False
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    bound = folder / "constraints.txt"
    kept = [line for line in pins if not line.startswith(("numpy=", "#"))]
    bound.write_text("\n".join([*kept, f"numpy=={numpy}", ""]), encoding="utf-8")
    install = [*PIP, "install", "-c", str(bound)]
    if run(python, *install, *TESTING, *dependencies()):
        return python, None, False
    return python, numpy, run(python, *install, "torch", quiet=True) == 0


def arguments(kind: str, has_torch: bool) -> list[str] | None:
    """Answer pytest's arguments for one kind of tests; None where it needs a PyTorch that is not
    there."""
    if kind == "nbval":
        return [*TESTS[kind], *map(str, chapters())] if has_torch else None
    if has_torch:
        return TESTS[kind]
    if kind == "parity":
        return None
    need = [
        path for path in (ROOT / "tests/unit").glob("*.py") if "torch" in path.read_text("utf-8")
    ]
    return [*TESTS[kind], *(f"--ignore={path}" for path in need)]


def main(words: list[str]) -> int:
    """Run what is asked for; answer 0 when every run passed."""
    command_line = parser(__doc__)
    command_line.add_argument("--python", help="one version, such as 3.12; without it, all")
    command_line.add_argument("--numpy", choices=ENDS, help="one end; without it, both")
    command_line.add_argument("--tests", default=",".join(TESTS), help="some of unit,parity,nbval")
    asked = command_line.parse_args(words)
    kinds = asked.tests.split(",")
    there = pythons()
    if unknown := set(kinds) - set(TESTS):
        command_line.error(f"--tests has {', '.join(sorted(unknown))}; there is {', '.join(TESTS)}")
    if asked.python and asked.python not in there:
        command_line.error(
            f"no Python {asked.python} is on this machine; there is {', '.join(there)}"
        )
    results = []
    for version, program in there.items():
        if asked.python in (None, version):
            for end in [asked.numpy] if asked.numpy else ENDS:
                results += one(version, program, end, kinds)
    print("\n".join(results))
    return int(any("FAILED" in result for result in results))


def one(version: str, program: Path, end: str, kinds: list[str]) -> list[str]:
    """Run the tests in one environment; answer a line for each kind."""
    python, numpy, has_torch = prepare(version, program, end)
    if numpy is None:
        return [f"Python {version}, {end} NumPy: FAILED, the environment could not be made"]
    lines = []
    environment = {**one_thread(), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    for kind in kinds:
        chosen = arguments(kind, has_torch)
        said = "left out, PyTorch is not to be had"
        if chosen is not None:
            status = run(python, "-m", "pytest", "-q", *chosen, env=environment)
            said = f"FAILED with status {status}" if status else "passed"
        lines.append(f"Python {version}, NumPy {numpy}: {kind} {said}")
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
