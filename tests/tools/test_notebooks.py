"""Notebooks are stored executed, with their text, without pictures and widget state."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import notebooks
from tools.paths import ROOT


def shown(**data):
    """An executed cell that showed `data`, its keys with _ for / and __ for -."""
    kinds = {key.replace("__", "-").replace("_", "/", 1): value for key, value in data.items()}
    return new_code_cell("x", execution_count=1, outputs=[new_output("display_data", data=kinds)])


def widget():
    cell = shown(text_plain="Figure()", text_html="<noscript><img></noscript>")
    cell.outputs[0].data[notebooks.VIEW] = {"model_id": "1"}
    return cell


def test_a_widget_keeps_its_text_alone():
    notebook = new_notebook(cells=[widget()], metadata={"widgets": {"state": {}}})
    assert len(notebooks.problems(notebook)) == 3
    stripped = notebooks.strip(notebook)
    assert stripped.cells[0].outputs[0].data == {"text/plain": "Figure()"}
    assert notebooks.problems(stripped) == []


@pytest.mark.parametrize("kind", ["image_png", "image_svg+xml", "image_jpeg"])
def test_pictures_go_and_tables_stay(kind):
    picture, table = shown(text_plain="<Figure>", **{kind: "AAAA"}), shown(text_html="<table>")
    stripped = notebooks.strip(new_notebook(cells=[picture, table]))
    assert [cell.outputs[0].data for cell in stripped.cells] == [
        {"text/plain": "<Figure>"},
        {"text/html": "<table>"},
    ]


def test_what_depends_on_the_machine_goes():
    notebook = new_notebook(
        cells=[new_code_cell("1", execution_count=1, metadata={"execution": {"t": "0"}})],
        metadata={"language_info": {"name": "python", "version": "3.11.2"}},
    )
    stripped = notebooks.strip(notebook)
    assert stripped.metadata.language_info == {"name": "python"}
    assert stripped.cells[0].metadata == {}


def test_a_cell_that_was_never_executed_is_a_problem():
    notebook = new_notebook(cells=[new_markdown_cell("words"), new_code_cell("1 + 1")])
    assert notebooks.problems(notebook) == [
        "cell 2 was never executed, so nothing would compare it"
    ]


def test_a_stored_error_is_a_problem():
    error = new_output("error", ename="ValueError", evalue="no", traceback=[])
    notebook = new_notebook(cells=[new_code_cell("x", execution_count=1, outputs=[error])])
    assert notebooks.problems(notebook) == ["cell 1 stores an error: ValueError"]


def test_storing_executes(tmp_path):
    path = tmp_path / "small.ipynb"
    cells = [new_code_cell("print(6 * 7)"), new_code_cell("2 ** 10")]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": notebooks.KERNEL}), path)
    notebooks.store(path)
    stored = nbformat.read(path, as_version=4)
    assert [cell.execution_count for cell in stored.cells] == [1, 2]
    assert stored.cells[0].outputs[0].text == "42\n"
    assert stored.cells[1].outputs[0].data["text/plain"] == "1024"


def test_a_failing_chapter_is_left_as_it_was(tmp_path, capsys):
    path = tmp_path / "broken.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), path)
    before = path.read_bytes()
    assert notebooks.main(["store", str(path)]) == 1
    assert path.read_bytes() == before
    assert "ZeroDivisionError" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "words", "{}", "[]", '{"cells": 3, "nbformat": 4}'])
@pytest.mark.parametrize("what", ["check", "store"])
def test_a_file_that_is_no_notebook_is_told_and_stays(tmp_path, capsys, what, text):
    path = tmp_path / "words.ipynb"
    path.write_text(text, encoding="utf-8")
    assert notebooks.main([what, str(path)]) == 1
    assert "words.ipynb: this is no notebook: " in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("path", notebooks.chapters(), ids=lambda path: path.stem)
def test_every_chapter_is_stored_fit_to_be_compared(path):
    assert notebooks.problems(nbformat.read(path, as_version=4)) == []
    assert path.is_relative_to(ROOT)
