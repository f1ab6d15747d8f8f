"""The chapters' sections "Write it yourself"."""

import re

import pytest

from dlbook.exercises.tasks import EXERCISES
from tests.book.pages import chapters, notebook, prose


@pytest.mark.parametrize("name", EXERCISES)
class TestSection:
    def test_it_stands_in_its_chapter_with_task_and_starter(self, name):
        exercise = EXERCISES[name]
        assert exercise.chapter in chapters()
        assert "## Write it yourself" in prose(exercise.chapter)
        code = [
            cell.source for cell in notebook(exercise.chapter).cells if cell.cell_type == "code"
        ]
        assert any(f'exercise("{name}")' in source for source in code)
        call = f'check("{name}", {exercise.function_name})'
        assert any(source.endswith(f"{exercise.starter}\n{call}") for source in code)

    def test_its_function_has_a_name_that_the_chapter_leaves_free(self, name):
        exercise = EXERCISES[name]
        assert exercise.function_name == f"my_{name}"
        for cell in notebook(exercise.chapter).cells:
            if cell.cell_type == "code" and f'"{name}"' not in cell.source:
                used = exercise.function_name in re.findall(r"\w+", cell.source)
                assert not used or "= solved(" in cell.source, cell.id
