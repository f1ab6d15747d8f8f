"""Which cells a page shows, and what runs unseen before them."""

import json

from tools.shown_cells import shown_cells, without_question


def notebook(tmp_path, *cells):
    """A notebook of code cells, each (name, code, tags)."""
    made = [
        {
            "cell_type": "code",
            "id": name,
            "source": code.splitlines(keepends=True),
            "metadata": {"tags": tags},
            "outputs": [],
        }
        for name, code, tags in cells
    ]
    path = tmp_path / "chapter.ipynb"
    path.write_text(json.dumps({"cells": made}), encoding="utf-8")
    return path


def test_a_hidden_cell_runs_before_the_next_where_its_names_are_used(tmp_path):
    path = notebook(
        tmp_path,
        ("a", "x = 1", []),
        ("b", "y = x + 1\nPredict(y)", ["remove-input"]),
        ("c", "z = 5\nPredict(z)", ["remove-input"]),
        ("d", "print(x)", []),
        ("e", "print(y)", ["check"]),
    )
    found = shown_cells(path)
    assert [(cell.code, cell.before) for cell in found] == [
        ("x = 1", ()),
        ("print(x)", ("y = x + 1",)),
        ("print(y)", ()),
    ]


def test_a_hidden_cell_that_another_hidden_one_needs_runs_too(tmp_path):
    path = notebook(
        tmp_path,
        ("a", "x = 1\nPredict(x)", ["remove-input"]),
        ("b", "def y():\n    return x\nPredict(2)", ["remove-input"]),
        ("c", "y()", []),
    )
    (cell,) = shown_cells(path)
    assert cell.before == ("x = 1", "def y():\n    return x")


def test_code_without_a_question_stays_as_it_is():
    assert without_question("x = 1") == "x = 1"
    assert without_question("Predict(1)") == ""


def test_a_cell_is_named_by_its_code_wherever_it_stands(tmp_path):
    one, two, again = shown_cells(
        notebook(tmp_path, ("a", "x = 1", []), ("b", "y = 2", []), ("c", "x = 1", []))
    )
    (alone,) = shown_cells(notebook(tmp_path, ("d", "y = 2", ["check"])))
    assert alone.name == two.name != one.name
    assert again.name == one.name + "-2"
