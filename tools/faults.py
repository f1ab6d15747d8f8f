"""Put in the faults of tests/faults.py one at a time, in a copy, and see that the tests find each.

Usage: python -m tools.faults [--tests-of REVISION] [words of a fault's kind ...]

Writes _build/faults.json. With --tests-of, the tests are those of another revision. It needs the
built site; each fault asks only the test files that are its own, without what `make test`
leaves out.
"""

import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.faults import FAULTS, Fault
from tools.command_line import parser
from tools.paths import BUILD, CACHE, ROOT, SITE, WEB
from tools.threads import one_thread

ANEW, AS_BUILT = ["--nbval", "--nbval-current-env"], ["-p", "tools.built", "--nbval-built"]
SCRIPT = re.compile(r"/figures/(\w+)-[0-9A-Z]{8}\.js")
RECORD = BUILD / "faults.json"
BUILT = ("book/_static", "dlbook/figures/static", "dlbook/programs/static")
EXECUTE = """
import sys, nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from nbclient import NotebookClient
from tools import build, sources
notebook = nbformat.read(sys.argv[1], as_version=4)
metadata = dict(notebook.metadata)
folder = {"metadata": {"path": "book"}}
NotebookClient(notebook, resources=folder, record_timing=False).execute()
notebook.metadata = nbformat.from_dict(metadata)  # the kept outputs' key has no kernel's version
bundle = CacheBundleIn(notebook, sys.argv[1])
get_cache(build.CACHE).cache_notebook_bundle(bundle, overwrite=True, check_validity=False)
sources.set_current(build.CACHE_STAMP, sources.key_here(sources.PACKAGE))
"""
"""What the site's build does with one chapter."""


def run(folder: Path, *command: str) -> subprocess.CompletedProcess:
    environment = {**one_thread(), "PYTHONPATH": str(folder), "CI": "true"}
    run = [sys.executable, *command]
    return subprocess.run(run, cwd=folder, env=environment, capture_output=True, encoding="utf-8")


def unpack(revision: str, names: list[str], folder: Path) -> None:
    """Lay the files of a revision below `names` into `folder`."""
    command = ["git", "archive", revision, *names]
    packed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")


def is_revision(name: str) -> bool:
    """Say whether this repository has a revision of that name."""
    command = ["git", "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL).returncode == 0


def copy(folder: Path, tests_of: str | None) -> None:
    """Lay everything that is tested into `folder`: the files that git knows, and what was built."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for name in BUILT:
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    (folder / "web" / "node_modules").symlink_to(WEB / "node_modules")
    (folder / CACHE.relative_to(ROOT)).mkdir(parents=True)
    if tests_of:
        kept = (folder / "tests" / "faults.py").read_bytes()
        shutil.rmtree(folder / "tests")
        unpack(tests_of, ["tests"], folder)
        (folder / "tests" / "faults.py").write_bytes(kept)


def put_in(fault: Fault, folder: Path) -> None:
    """Make the file wrong; an error where its text is not there exactly once."""
    path = folder / fault.file
    text = path.read_text(encoding="utf-8")
    if text.count(fault.right) != 1:
        raise ValueError(
            f"{fault.file} has {fault.right!r} {text.count(fault.right)} times, not once"
        )
    path.write_text(text.replace(fault.right, fault.wrong), encoding="utf-8")


def make_again(fault: Fault, folder: Path) -> None:
    """Make what the tests see of the changed file."""
    if fault.needs == "machine":
        made = run(folder, "-m", "tools.wasm")
    elif fault.needs == "chapter":
        made = run(folder, "-c", EXECUTE, fault.file)
    elif fault.needs == "drawing":
        made = run(folder, "-m", "tools.front_end")
        lay_site(folder)
    else:
        return
    if made.returncode:
        raise RuntimeError(f"{fault.kind}: could not be made\n{made.stdout}{made.stderr}")


def lay_site(folder: Path) -> None:
    """Lay a copy of the built site into `folder`, with the scripts that were made there: a figure's
    has another name when its content is another."""
    site, static = folder / SITE.relative_to(ROOT), folder / "book" / "_static"
    shutil.copytree(SITE, site)
    shutil.copytree(static, site / "_static", dirs_exist_ok=True)
    scripts = sorted((static / "figures").glob("*.js"), key=lambda script: script.stat().st_mtime)
    names = {script.name.rpartition("-")[0]: script.name for script in scripts}
    states = (site / "_static" / "figures").glob("*.json")
    for naming in (*(site / "book").glob("*.html"), *states):
        text = naming.read_text(encoding="utf-8")
        renamed = re.sub(SCRIPT, lambda found: f"/figures/{names[found[1]]}", text)
        naming.write_text(renamed, encoding="utf-8")


def caught_by(fault: Fault, tests_of: str | None) -> list[str]:
    """The tests that fail with the fault in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy(folder, tests_of)
        put_in(fault, folder)
        make_again(fault, folder)
        options = [
            "-q",
            "-x",
            "--color=no",
            "-p",
            "no:cacheprovider",
            "-m",
            "not slow and not other_view",
        ]
        if fault.needs == "chapter":
            options += ANEW if tests_of else AS_BUILT
        said = run(folder, "-m", "pytest", *fault.tests.split(), *options)
    broken = re.search(r"^ERROR ", said.stdout, flags=re.MULTILINE)
    if said.returncode not in (0, 1) or broken:
        raise RuntimeError(f"{fault.kind}: pytest could not run\n{said.stdout}{said.stderr}")
    return re.findall(r"^FAILED (.+?)(?: - .*)?$", said.stdout, flags=re.MULTILINE)


def note(fault: Fault, found: list[str]) -> None:
    """Put what found `fault` into the record, which keeps the faults of the present list alone."""
    record = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.is_file() else {}
    record[fault.kind] = {"file": fault.file, "caught_by": found}
    kept = {one.kind: record[one.kind] for one in FAULTS if one.kind in record}
    RECORD.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Put in the faults asked for, or all; answer 1 when one was not found."""
    command_line = parser(__doc__)
    command_line.add_argument("--tests-of", metavar="REVISION")
    command_line.add_argument("words", nargs="*")
    asked = command_line.parse_args(arguments)
    chosen = [fault for fault in FAULTS if all(word in fault.kind for word in asked.words)]
    if not chosen:
        kinds = "; ".join(fault.kind for fault in FAULTS)
        command_line.error(f"words must stand in the name of a fault, got {asked.words}: {kinds}")
    if asked.tests_of and not is_revision(asked.tests_of):
        command_line.error(
            f"--tests-of must name a revision of this repository, got {asked.tests_of!r}"
        )
    missed = False
    for fault in chosen:
        found = caught_by(fault, asked.tests_of)
        missed = missed or not found
        print(f"{fault.kind}: {found[0] if found else 'NOT FOUND'}", flush=True)
        if not asked.tests_of:
            note(fault, found[:1])
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
