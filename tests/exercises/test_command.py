"""The command, in a folder of the reader's own."""

import json
import os
import subprocess
import sys
import tomllib
from importlib import import_module

import pytest

from dlbook.exercises import alone, command
from dlbook.exercises.folder import STATE, Folder
from dlbook.exercises.tasks import EXERCISES, TEN
from tools.paths import ROOT


@pytest.fixture
def run(tmp_path, capsys):
    """Run the command there; answers its status and what it prints."""

    def run(*words):
        status = command.exercises([*words, "--folder", str(tmp_path)])
        captured = capsys.readouterr()
        return status, captured.out + captured.err

    return run


def solve(folder, name):
    """Put the solution of an exercise into the reader's file, as they would write it."""
    file = folder / f"{name}.py"
    body = file.read_text(encoding="utf-8").replace(
        EXERCISES[name].starter, EXERCISES[name].solution_code
    )
    file.write_text(body, encoding="utf-8")


def test_the_ten_can_be_solved_one_after_the_other_file_by_file(run, tmp_path):
    for name in TEN:
        status, text = run("next")
        assert status == 0
        assert f"{name}.py is written" in text
        assert EXERCISES[name].task in text
        solve(tmp_path, name)
        status, text = run("check")
        assert status == 0, text
        assert "Right, in all" in text
    assert "handwritten digits" in text
    assert f"{len(TEN)} of {len(EXERCISES)} solved" in run()[1]


def test_a_starter_is_told_that_nothing_is_written(run):
    run("start", "adam")
    status, text = run("check")
    assert status == 1
    assert "in the place of `raise NotImplementedError`" in text
    assert "dlbook exercises hint adam" in text


def test_no_file_of_the_readers_is_written_over(run, tmp_path):
    (tmp_path / "adam.py").write_text("mine = 1\n", encoding="utf-8")
    assert "stays as it is" in run("start", "adam")[1]
    run("next"), run("solution", "adam"), run("hint", "adam")
    assert (tmp_path / "adam.py").read_text(encoding="utf-8") == "mine = 1\n"
    assert "adam.py has no function `my_adam`" in run("check", "adam")[1]


def test_hints_come_one_after_the_other_and_stay(run):
    first, second = EXERCISES["layer"].hints
    run("start", "layer")
    assert first in run("hint")[1]
    assert second in run("hint")[1]
    assert second in run("hint")[1]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("def my_perceptron(X, w, b:\n    pass\n", "SyntaxError"),
        ("import nothing_of_the_kind\n", "No module named 'nothing_of_the_kind', in line 1"),
        ("while True:\n    pass\n", "did not end in time, so it was stopped, in line"),
        ("print('x' * 10**6)\n", "prints more than"),
        ("exit()\n", "ends Python"),
        ("input('?')\n", "EOFError"),
        ("import os\nos._exit(3)\n", "Python ended while it ran your file"),
        ("", "has no function `my_perceptron`"),
        ("\0", "SyntaxError"),
        (
            "def my_perceptron(X, w, b):\n    return X @ q\n",
            "not defined, in line 2: `return X @ q`",
        ),
        ("from layer import my_layer\n", "dlbook exercises start layer"),
    ],
)
def test_a_file_that_does_not_run_gets_a_sentence(tmp_path, code, sentence):
    file = tmp_path / "perceptron.py"
    file.write_text(code, encoding="utf-8")
    told = alone.check_file("perceptron", file, seconds=1.0 if "while" in code else 10.0)
    assert not told
    assert sentence in told.text


def test_a_file_that_catches_every_signal_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(alone, "GRACE", 0.5)
    file = tmp_path / "perceptron.py"
    file.write_text(
        "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass\n",
        encoding="utf-8",
    )
    assert "did not end in time" in alone.check_file("perceptron", file, seconds=1.0).text


def test_watching_checks_what_was_saved(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "PAUSE", 0.0)
    folder = Folder.open(tmp_path)
    folder.start("perceptron")
    looks = iter([True, True, False])

    def again():
        solve(tmp_path, "perceptron")
        os.utime(folder.file("perceptron"), ns=(1, 1))
        return next(looks)

    assert command.watch(folder, None, again) == 0
    text = capsys.readouterr().out
    assert text.count("Right, in all") == 1
    assert Folder.open(tmp_path).solved == ["perceptron"]


@pytest.mark.parametrize("state", ["", "[]", "{}", '{"solved": 1, "hints": 2, "current": 3}', "\0"])
def test_a_state_that_cannot_be_read_is_put_aside(run, tmp_path, state):
    (tmp_path / STATE).write_text(state, encoding="utf-8")
    assert "cannot be read" in run()[1]
    assert (tmp_path / (STATE + ".unreadable")).read_text(encoding="utf-8") == state
    assert run("next")[0] == 0


def test_a_state_with_exercises_of_another_version_is_read(run, tmp_path):
    state = {"current": "gone", "solved": ["gone", "adam"], "hints": {"gone": 2}}
    (tmp_path / STATE).write_text(json.dumps(state), encoding="utf-8")
    assert "1 of" in run()[1]


def test_a_misspelt_name_and_a_missing_file_are_told(run):
    status, text = run("check", "perceptrn")
    assert (status, "Did you mean perceptron?" in text) == (2, True)
    status, text = run("check", "perceptron")
    assert (status, "dlbook exercises start perceptron" in text) == (1, True)


@pytest.mark.parametrize("word", command.COMMANDS)
def test_a_folder_that_is_a_file_is_told(tmp_path, capsys, word):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        command.exercises([word, "--folder", str(tmp_path / "file")])
    assert stopped.value.code == 2
    assert f"--folder {tmp_path / 'file'} is no folder" in capsys.readouterr().err


@pytest.mark.parametrize("word", [w for w in command.COMMANDS if w not in command.WRITING])
def test_a_folder_that_is_missing_is_told(tmp_path, capsys, word):
    with pytest.raises(SystemExit) as stopped:
        command.exercises([word, "--folder", str(tmp_path / "absent")])
    assert stopped.value.code == 2
    assert f"--folder {tmp_path / 'absent'} is not there" in capsys.readouterr().err


@pytest.mark.parametrize("word", command.WRITING)
def test_a_folder_that_is_missing_is_made_for_the_first_exercise(tmp_path, word):
    folder = tmp_path / "new"
    assert command.exercises([word, "--folder", str(folder)]) == 0
    assert Folder.open(folder).started() == [TEN[0]]


@pytest.mark.parametrize("word", ["list", "next"])
def test_a_name_where_none_is_taken_is_told(tmp_path, capsys, word):
    with pytest.raises(SystemExit) as stopped:
        command.exercises([word, "adam", "--folder", str(tmp_path)])
    assert stopped.value.code == 2
    said = f"{word} takes no name; dlbook exercises start adam starts it"
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_first_word_that_is_not_known_is_named(capsys):
    assert command.main(["exercise", "check"]) == 2
    assert "must be exercises, got 'exercise'" in capsys.readouterr().err
    assert command.main(["--help"]) == 0
    assert capsys.readouterr().err == ""


def test_the_command_of_the_package_is_this_one(capsys):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["scripts"]["dlbook"].partition(":")
    assert getattr(import_module(module), name)(["exercises"]) == 0
    assert "The ten:" in capsys.readouterr().out
    assert command.main([]) == 2
    assert "usage: dlbook exercises" in capsys.readouterr().out


def test_the_module_is_the_command(tmp_path):
    words = [sys.executable, "-m", "dlbook.exercises", "start", "--folder", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, check=True)
    assert b"perceptron.py is written" in done.stdout
