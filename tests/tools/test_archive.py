"""The site in one archive: served by what is inside it, with Python alone."""

import signal
import subprocess
import sys
import urllib.request
import zipfile

import pytest

from tools import archive


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "html"
    (folder / "book").mkdir(parents=True)
    (folder / "index.html").write_text("the book", encoding="utf-8")
    (folder / "book" / "losses.html").write_text("ŷ", encoding="utf-8")
    return folder


def test_unpacked_elsewhere_it_serves_every_file_of_the_site(site, tmp_path):
    zipfile.ZipFile(archive.pack(site, tmp_path / "book.zip")).extractall(tmp_path / "elsewhere")
    folder = tmp_path / "elsewhere" / archive.NAME
    # -E -s: nothing of this checkout and its environment is seen
    run = subprocess.Popen(
        [sys.executable, "-E", "-s", "serve.py", "8400"],
        cwd=folder,
        env={"PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        line = run.stdout.readline()
        while line and "http" not in line:
            line = run.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http"))
        for name in ("index.html", "book/losses.html"):
            answered = urllib.request.urlopen(address + name, timeout=10).read()
            assert answered == (site / name).read_bytes()
    finally:
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=20)
    assert (run.returncode, err) == (0, "")
    assert out.endswith("Stopped.\n")


def test_the_same_site_makes_the_same_archive(site, tmp_path):
    first = archive.pack(site, tmp_path / "first.zip").read_bytes()
    (site / "index.html").touch()
    assert archive.pack(site, tmp_path / "second.zip").read_bytes() == first


def test_it_says_how_it_is_started_and_brings_its_licences(site, tmp_path):
    packed = zipfile.ZipFile(archive.pack(site, tmp_path / "book.zip"))
    words = packed.read(f"{archive.NAME}/README.txt").decode()
    assert "python serve.py" in words
    for name in ("LICENSE", "LICENSE-CONTENT"):
        assert name in words
        assert f"{archive.NAME}/{name}" in packed.namelist()


def test_without_a_site_there_is_no_archive(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no site in .*: make site"):
        archive.pack(tmp_path, tmp_path / "book.zip")
    assert not (tmp_path / "book.zip").exists()


@pytest.mark.parametrize(
    ("word", "status", "said"),
    [
        ("--help", 0, "usage: python serve.py [-h] [port]"),
        ("--nothing", 2, "--nothing"),
        ("nothing", 2, "'nothing'"),
    ],
)
def test_what_is_unpacked_says_what_it_takes(site, tmp_path, word, status, said):
    zipfile.ZipFile(archive.pack(site, tmp_path / "book.zip")).extractall(tmp_path)
    command = [sys.executable, "-E", "-s", "serve.py", word]
    run = subprocess.run(
        command, cwd=tmp_path / archive.NAME, env={}, capture_output=True, encoding="utf-8"
    )
    assert run.returncode == status
    assert said in run.stdout + run.stderr
