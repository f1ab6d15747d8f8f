"""Every command of tools/ says with --help what it does, and refuses an argument that it does not
know, before it begins anything.

All are asked in one process, of a copy in which nothing could be lost, and which stops a command
that starts a program, serves, or changes a file.
"""

import ast
import contextlib
import importlib
import io
import json
import os
import runpy
import shutil
import subprocess
import sys

import pytest

from tools.paths import ROOT

FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in sorted((ROOT / "tools").rglob("*.py"))
    if 'if __name__ == "__main__":' in path.read_text(encoding="utf-8")
}
COMMANDS = {module.removesuffix(".__main__"): module for module in FILES}
PASSED_ON = {"tools.lab", "tools.node", "tools.test"}
"""Their further arguments are those of another program."""
NEEDED = {"tools.compare": [".", "."], "tools.notebooks": ["check"]}
"""Without these, it is they that are missed."""

WORK = {
    "subprocess.Popen", "os.posix_spawn", "os.mkdir", "os.remove", "os.rename", "os.rmdir",
    "shutil.rmtree", "socket.bind", "socket.connect",
}  # fmt: skip


class BegunError(BaseException):
    """A command has begun its work; nothing that it catches."""


def stop_work(event: str, arguments: tuple) -> None:
    """Stop what changes anything outside the process."""
    writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if event in WORK or writes:
        raise BegunError(f"{event} {arguments}")


def ask() -> None:
    """Ask every command in this process; print what each answered to each argument."""
    for module in COMMANDS.values():  # what they import may do what it likes
        importlib.import_module(module)
    sys.addaudithook(stop_work)
    answers = {
        command: {
            "--help": answer(command, "--help"),
            "--nothing": answer(command, *NEEDED.get(command, []), "--nothing"),
        }
        for command in COMMANDS
    }
    print(json.dumps(answers))


def answer(command: str, *words: str) -> list:
    """The command's exit status, and what it prints."""
    sys.argv = [command, *words]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            runpy.run_module(command, run_name="__main__")
            status = 0
        except SystemExit as ended:
            status = ended.code
        except (BegunError, Exception) as error:
            status = f"{type(error).__name__}: {error}"
    return [status, printed.getvalue()]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What every command answered, with a copy of tools/ in the place of this one."""
    copy = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "tools", copy / "tools")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(copy), str(ROOT)])}
    code = "from tests.tools import test_command_lines; test_command_lines.ask()"
    words = [sys.executable, "-B", "-W", "ignore", "-c", code]
    run = subprocess.run(
        words, cwd=copy, env=environment, capture_output=True, encoding="utf-8", timeout=300
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_given_and_nothing_done(answers, command):
    status, printed = answers[command]["--help"]
    assert status == 0, printed
    program = "python tools/setup.py" if command == "tools.setup" else f"python -m {command}"
    assert printed.startswith(f"usage: {program} ")
    what = ast.get_docstring(ast.parse(FILES[COMMANDS[command]].read_text(encoding="utf-8")))
    assert what in printed


@pytest.mark.parametrize("command", [one for one in COMMANDS if one not in PASSED_ON])
def test_an_argument_that_is_not_known_is_refused_and_nothing_done(answers, command):
    status, printed = answers[command]["--nothing"]
    assert status == 2, printed
    assert "--nothing" in printed


@pytest.mark.parametrize("words", [[], ["perl"]])
def test_a_program_other_than_node_and_npm_is_refused(words):
    command = [sys.executable, "-m", "tools.node", *words]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert run.returncode == 2
    assert "{node,npm}" in run.stderr
    assert "Traceback" not in run.stderr
