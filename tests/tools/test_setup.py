"""Set-up that cannot go on says why and what to do."""

import subprocess
import sys

import pytest

from tools import setup
from tools.paths import ROOT


@pytest.mark.parametrize("version", [(3, 10, 14), (2, 7, 18)])
def test_a_python_that_is_too_old_is_named(version):
    with pytest.raises(setup.SetupError, match=r"needs Python 3\.11 or newer, this is ") as caught:
        setup.check_python(version)
    assert ".".join(map(str, version)) in str(caught.value)


def test_pythons_from_3_11_on_will_do():
    setup.check_python((3, 11, 0))
    setup.check_python((3, 14, 1))


def test_pip_without_a_network_says_so(tmp_path):
    # port 9 of this machine answers nobody
    command = [
        sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "download",
        "--no-cache-dir", "--retries=1", "--index-url=http://127.0.0.1:9/", "absent-package",
    ]  # fmt: skip
    with pytest.raises(setup.SetupError, match="there seems to be no network") as caught:
        setup.install("the Python packages", command, tmp_path)
    assert "run the same command again" in str(caught.value)
    assert "the Python packages" in str(caught.value)


def test_npm_without_a_network_says_so(tmp_path):
    (tmp_path / "package.json").write_text(
        '{"dependencies": {"absent-package": "1.0.0"}}', encoding="utf-8"
    )
    command = [
        sys.executable, "-m", "tools.node", "npm", "install", "--ignore-scripts",
        "--registry=http://127.0.0.1:9/", "--fetch-retries=0", "--prefix", str(tmp_path),
        "--cache", str(tmp_path / "cache"),
    ]  # fmt: skip
    with pytest.raises(setup.SetupError, match="there seems to be no network"):
        setup.install("the front end's packages", command, ROOT)


def test_another_failure_shows_the_installer_s_last_lines(tmp_path):
    command = [sys.executable, "-c", "print('first'); raise SystemExit('disk full')"]
    with pytest.raises(setup.SetupError, match="Could not install things") as caught:
        setup.install("things", command, tmp_path)
    assert "disk full" in str(caught.value)
    assert "network" not in str(caught.value)


def test_a_second_run_does_nothing():
    if not setup.is_done():
        pytest.skip("set-up is not done, or something it depends on has changed: make setup")
    before = setup.STAMP.stat().st_mtime_ns
    run = subprocess.run(
        [sys.executable, "tools/setup.py"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert setup.STAMP.stat().st_mtime_ns == before
