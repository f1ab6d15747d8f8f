"""Keys over the sources change when a source does, and only then."""

import ast
import inspect
import re
import sys
from pathlib import Path

import pytest

from tools import build, sources, wheel
from tools.paths import BOOK, ROOT


@pytest.fixture
def root(tmp_path):
    (tmp_path / "book" / "_static").mkdir(parents=True)
    (tmp_path / "book" / "one.md").write_text("one", encoding="utf-8")
    (tmp_path / "_config.yml").write_text("title: t", encoding="utf-8")
    return tmp_path


NAMES = ("book", "_config.yml", "absent.txt")


def test_the_same_files_have_the_same_key(root):
    assert sources.key(NAMES, root) == sources.key(NAMES, root)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "book" / "one.md").write_text("two", encoding="utf-8"),
        lambda root: (root / "book" / "one.md").rename(root / "book" / "two.md"),
        lambda root: (root / "book" / "new.md").write_text("", encoding="utf-8"),
        lambda root: (root / "_config.yml").unlink(),
        lambda root: (root / "absent.txt").write_text("now there", encoding="utf-8"),
    ],
    ids=["content", "name", "a new file", "a lost file", "a name that appears"],
)
def test_a_change_changes_the_key(root, change):
    before = sources.key(NAMES, root)
    change(root)
    assert sources.key(NAMES, root) != before


def test_text_that_moves_from_one_file_to_the_next_changes_the_key(tmp_path):
    for first, second in (("ab", "c"), ("a", "bc")):
        folder = tmp_path / first
        folder.mkdir()
        (folder / "1").write_text(first, encoding="utf-8")
        (folder / "2").write_text(second, encoding="utf-8")
    assert sources.key(["."], tmp_path / "ab") != sources.key(["."], tmp_path / "a")


@pytest.mark.parametrize("name", ["_static/made.js", "__pycache__/x.pyc", "node_modules/p/i.js"])
def test_what_the_build_makes_does_not_change_the_key(root, name):
    before = sources.key(NAMES, root)
    made = root / "book" / name
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_text("made", encoding="utf-8")
    assert sources.key(NAMES, root) == before


def test_a_stamp_holds_one_key(tmp_path):
    stamp = tmp_path / "folder" / "stamp"
    assert not sources.is_current(stamp, "a")
    sources.set_current(stamp, "a")
    assert sources.is_current(stamp, "a")
    assert not sources.is_current(stamp, "b")


def test_another_python_has_another_key(monkeypatch):
    before = sources.key_here(["LICENSE"])
    monkeypatch.setattr(sys, "version_info", (sys.version_info[0], sys.version_info[1] + 1, 0))
    assert sources.key_here(["LICENSE"]) != before


def imported(path):
    """The modules of `tools` that the file at `path` imports, as files below the root."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "tools":
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tools."):
            found.add(node.module.removeprefix("tools."))
    return {f"tools/{name}.py" for name in found}


def test_the_site_is_built_anew_when_what_builds_it_changes():
    wanted = set().union(*map(imported, (BOOK / "_ext").glob("*.py"))) | {"tools/build.py"}
    for _ in range(5):  # what imports imports
        wanted |= set().union(*(imported(ROOT / name) for name in wanted))
    own = {"tools/sources.py", "tools/command_line.py"}  # make keys, read arguments, and no page
    assert wanted - own <= set(sources.SITE)


def test_the_site_is_built_anew_when_its_wheel_would_be_another():
    assert set(wheel.SOURCES) <= set(sources.SITE)


def test_a_site_whose_chapters_are_out_of_date_is_so_itself():
    assert set(sources.files(sources.PACKAGE)) <= set(sources.files(sources.SITE))


def test_chapters_are_executed_anew_when_what_makes_their_environment_changes():
    makers = (build.environment, build.use_vector_pictures, build.one_thread)
    named = {Path(inspect.getsourcefile(maker)) for maker in makers}
    assert named <= set(sources.files(sources.PACKAGE))


def test_chapters_are_executed_anew_when_what_their_figures_draw_with_changes():
    kept = set(sources.files(sources.PACKAGE))
    scripts = [path for path in kept if path.suffix == ".js"]
    named = {
        (path.parent / name).resolve()
        for path in scripts
        for name in re.findall(r'from "(\.[^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(named) > 50
    assert named <= kept
