"""Every exercise: the solution passes, no mistake does, and each gets its own sentence."""

from itertools import combinations

import pytest

from dlbook.exercises.calling import Outcome
from dlbook.exercises.checking import answer, made_by, problem_of, right_values
from dlbook.exercises.comparing import same
from dlbook.exercises.tasks import EXERCISES
from dlbook.exercises.transforms import TRANSFORMS

WRONGS = [(name, k) for name, e in EXERCISES.items() for k in range(len(e.wrongs))]


def outcomes(exercise, function):
    """What a function makes of every case; None where it raises."""
    return [made_by(function, case) for case in exercise.cases]


def alike(one, other):
    """Whether two lists of outcomes are the same in every case."""
    return all(
        (a is None) == (b is None) and (a is None or same(a, b))
        for a, b in zip(one, other, strict=True)
    )


def transformed(exercise, transform):
    """What a general mistake makes of every case; the right value where it cannot be made."""
    made = []
    for case, right in zip(exercise.cases, right_values(exercise), strict=True):
        value = transform.make(exercise, case, right)
        made.append(right if value is None else value)
    return made


@pytest.mark.parametrize("name", EXERCISES)
class TestExercise:
    def test_the_solution_is_right(self, name):
        assert answer(EXERCISES[name], EXERCISES[name].right)

    def test_right_and_wrong_solutions_differ_pairwise(self, name):
        exercise = EXERCISES[name]
        made = {"the solution": right_values(exercise)}
        made |= {w.sentence: outcomes(exercise, w.function) for w in exercise.wrongs}
        assert len(made) == 1 + len(exercise.wrongs)
        for one, other in combinations(made, 2):
            assert not alike(made[one], made[other]), f"{one}\n{other}"

    def test_there_are_five_to_fifteen_wrong_solutions(self, name):
        assert 5 <= len(EXERCISES[name].wrongs) <= 15

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
    exercise = EXERCISES[name]
    rights = right_values(exercise)
    seen = transformed(exercise, transform)
    if alike(seen, rights):
        return  # this mistake changes nothing here, or cannot be made
    problem = problem_of(exercise, [Outcome(value) for value in seen])
    same_numbers = [
        w.sentence for w in exercise.wrongs if alike(seen, outcomes(exercise, w.function))
    ]
    same_numbers += [t.sentence for t in TRANSFORMS if alike(seen, transformed(exercise, t))]
    assert problem is not None
    assert any(problem.startswith(sentence) for sentence in same_numbers)
