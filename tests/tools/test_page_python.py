"""Python's files for the pages: each wheel by the official lock's sum, or none and a sentence."""

import hashlib
import zipfile

import pytest

from tools import page_python
from tools.page_python import CannotHaveError, locked, take, wheels

CONTENT = b"a wheel"
ENTRY = {"file_name": "thing-1.whl", "sha256": hashlib.sha256(CONTENT).hexdigest()}


def mirror(folder, content=CONTENT, name="deep/inside/thing-1.whl"):
    """A package that carries a wheel among other things."""
    path = folder / "mirror.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("other.txt", "else")
        archive.writestr(name, content)
    return path


def test_a_wheel_of_the_right_sum_is_taken_and_kept(tmp_path, monkeypatch):
    kept = tmp_path / "kept"
    monkeypatch.setattr(page_python, "download", lambda folder: mirror(tmp_path))
    assert wheels({"thing": ENTRY}, kept) == {"thing": kept / "thing-1.whl"}
    assert (kept / "thing-1.whl").read_bytes() == CONTENT
    monkeypatch.setattr(page_python, "download", None)  # not asked again
    assert wheels({"thing": ENTRY}, kept) == {"thing": kept / "thing-1.whl"}


@pytest.mark.parametrize(
    "wrong", [{"content": b"another"}, {"name": "elsewhere-1.whl"}], ids=["sum", "name"]
)
def test_another_file_is_not_taken(tmp_path, wrong):
    package = mirror(tmp_path, **wrong)
    with pytest.raises(CannotHaveError, match=r"mirror\.whl has no thing-1\.whl of the lock"):
        take({"thing": ENTRY}, package, tmp_path)
    assert not (tmp_path / "thing-1.whl").exists()


def test_without_wheels_one_line_says_so_and_no_page_offers_python(tmp_path, monkeypatch, capsys):
    def fails(entries, kept):
        raise CannotHaveError("the mirror has gone")

    for name in ("PLACE", "FILES", "STAMP"):
        monkeypatch.setattr(page_python, name, tmp_path / name)
    (tmp_path / "FILES").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(page_python, "wheels", fails)
    assert page_python.build() == 0
    assert capsys.readouterr().out == (
        "The pages get no Python of their own: the mirror has gone\n"
    )
    assert not (tmp_path / "FILES").exists()


def test_the_lock_names_every_wheel_with_its_sum():
    entries = locked((*page_python.START, *page_python.PICTURES))
    assert all(len(entry["sha256"]) == 64 for entry in entries.values())
    assert entries["numpy"]["file_name"].startswith("numpy-2.")


def test_an_audit_is_told_the_version_in_each_wheel_s_name():
    entries = locked((*page_python.START, *page_python.PICTURES))
    pins = dict(line.split("==") for line in page_python.pinned().splitlines())
    assert pins.keys() == entries.keys()
    for name, version in pins.items():
        assert f"-{version}-" in entries[name]["file_name"]
