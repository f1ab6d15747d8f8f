"""Every exercise: the solution passes, no mistake does, and each gets its own sentence."""

from functools import cache
from itertools import combinations

import numpy as np
import pytest

from dlbook.exercises.calling import Outcome
from dlbook.exercises.checking import answer, made_by, problem_of, right_values
from dlbook.exercises.comparing import same
from dlbook.exercises.tasks import EXERCISES
from dlbook.exercises.transforms import TRANSFORMS
from tests.book.pages import COLUMNS

WRONGS = [(name, k) for name, e in EXERCISES.items() for k in range(len(e.wrongs))]


@cache
def rights(name):
    """What the solution makes of every case."""
    return right_values(EXERCISES[name])


@cache
def mistakes(name):
    """What every wrong solution makes of every case, by its sentence; None where it raises."""
    exercise = EXERCISES[name]
    with np.errstate(all="ignore"):
        return {
            wrong.sentence: [made_by(wrong.function, case) for case in exercise.cases]
            for wrong in exercise.wrongs
        }


def alike(one, other):
    """Whether two lists of outcomes are the same in every case."""
    return all(
        (a is None) == (b is None) and (a is None or (same(a, b) and same(b, a)))
        for a, b in zip(one, other, strict=True)
    )


@cache
def transformed(name, transform):
    """What a general mistake makes of every case; the right value where it cannot be made."""
    exercise = EXERCISES[name]
    pairs = list(zip(exercise.cases, rights(name), strict=True))
    with np.errstate(all="ignore"):
        made = [transform.make(exercise, case, right) for case, right in pairs]
    return [right if m is None else m for m, (_, right) in zip(made, pairs, strict=True)]


@pytest.mark.parametrize("name", EXERCISES)
class TestExercise:
    def test_the_solution_is_right(self, name):
        assert answer(EXERCISES[name], EXERCISES[name].right)

    def test_right_and_wrong_solutions_differ_pairwise(self, name):
        exercise = EXERCISES[name]
        made = {"the solution": rights(name)} | mistakes(name)
        assert len(made) == 1 + len(exercise.wrongs)
        for one, other in combinations(made, 2):
            assert not alike(made[one], made[other]), f"{one}\n{other}"

    def test_there_are_five_to_twenty_wrong_solutions(self, name):
        assert 5 <= len(EXERCISES[name].wrongs) <= 20

    def test_the_starter_is_told_that_nothing_is_written(self, name):
        exercise, space = EXERCISES[name], {}
        exec(exercise.starter, space)
        told = answer(exercise, space[exercise.function_name])
        assert not told
        assert "in the place of `raise NotImplementedError`" in told.text

    def test_the_solution_that_is_shown_runs_and_is_short(self, name):
        exercise = EXERCISES[name]
        compile(exercise.solution_code, name, "exec")
        assert exercise.solution_code.startswith(f"def {exercise.function_name}(")
        assert len(exercise.solution_code.splitlines()) <= 25
        assert max(map(len, exercise.solution_code.splitlines())) <= COLUMNS


@pytest.mark.parametrize(("name", "k"), WRONGS)
def test_each_wrong_solution_gets_its_sentence(name, k):
    exercise = EXERCISES[name]
    told = answer(exercise, exercise.wrongs[k].function)
    assert not told
    assert exercise.wrongs[k].sentence in told.text


@pytest.mark.parametrize("transform", TRANSFORMS, ids=lambda t: t.name)
@pytest.mark.parametrize("name", EXERCISES)
def test_each_general_mistake_gets_its_sentence_or_that_of_one_with_the_same_numbers(
    name, transform
):
    seen = transformed(name, transform)
    if alike(seen, rights(name)):
        return  # this mistake changes nothing here, or cannot be made
    problem = problem_of(EXERCISES[name], [Outcome(value) for value in seen])
    assert problem is not None
    if not problem.startswith(transform.sentence):
        others = {t.sentence: transformed(name, t) for t in TRANSFORMS} | mistakes(name)
        same_numbers = [sentence for sentence, made in others.items() if alike(seen, made)]
        assert any(problem.startswith(sentence) for sentence in same_numbers)
