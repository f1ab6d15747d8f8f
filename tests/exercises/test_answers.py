"""What a reader is told whose code does anything but answer."""

import re
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from dlbook.exercises import check, exercise, exercises, hint, solution, solved, starter
from dlbook.exercises.checking import answer
from dlbook.exercises.limits import TooLong, deadline
from dlbook.exercises.tasks import EXERCISES

right = EXERCISES["perceptron"].right


def told(body, name="my_perceptron", arguments="X, w, b", seconds=10.0):
    """What is said of a neuron with this body, which must not be right."""
    space = {"np": np, "right": right}
    exec(compile(f"def {name}({arguments}):\n    {body}\n", "/reader/cell.py", "exec"), space)
    found = answer(EXERCISES["perceptron"], space[name], seconds)
    assert not found
    assert "incorrect" not in found.text.lower()
    return found.text


class TestOtherThanAnAnswer:
    def test_an_exception_is_told_with_the_readers_own_line(self):
        text = told("q = X @ w\n    return q / undefined")
        assert "NameError: name 'undefined' is not defined, in line 3" in text

    def test_arrays_are_shown_without_numpys_padding(self):
        text = told("return 0.5")
        assert "X = [[1, 1], [-1, 2], [0.5, 0.25]], w = [3, -2], b = 1." in text

    def test_an_exception_inside_numpy_is_told_with_the_readers_own_line(self):
        assert "ValueError" in told("return X @ np.ones(77)")
        assert "in line 2" in told("return X @ np.ones(77)")

    def test_numpys_words_on_shapes_are_explained(self):
        assert "In `A @ B` the last size of A" in told("return X @ np.ones(77)")
        assert "compared from the right" in told("return X + np.ones(77)")

    def test_a_loop_without_end_is_stopped_though_it_catches_everything(self):
        text = told(
            "while True:\n        try:\n            while True: pass\n        except: pass",
            seconds=0.5,
        )
        assert "did not end in time" in text
        assert "in line" in text

    def test_a_call_of_numpy_without_end_is_stopped(self):
        assert "did not end in time" in told("import time; time.sleep(100)", seconds=0.5)

    def test_recursion_without_end_is_told(self):
        assert "calls itself without end" in told("return my_perceptron(X, w, b)")

    def test_a_flood_of_output_is_stopped(self):
        assert "prints more than" in told("while True: print('more and more')")

    def test_of_much_output_the_beginning_is_shown(self):
        text = repr(check("perceptron", lambda X, w, b: print("line\n" * 50)))
        assert text.count("line\n") == 20
        assert "lines in all)" in text

    def test_leaving_python_is_told(self):
        assert "ends Python" in told("raise SystemExit")

    def test_too_much_memory_is_told(self):
        assert "more memory" in told("return np.zeros((10**9, 10**6))")

    def test_a_changed_argument_is_named(self):
        assert "changes its argument `X`" in told("X *= 0.5; return right(2 * X, w, b)")

    @pytest.mark.parametrize(
        ("returned", "sentence"),
        [
            ("None", "is a `return` missing?"),
            ("list(right(X, w, b))", "is a list; the task asks for an array of shape (3,)"),
            ("'0.88'", "is a str"),
            ("{}", "is a dict"),
            ("right(X, w, b)[:1]", "should have the shape (3,), and has (1,)"),
            ("right(X, w, b)[:, None]", "column"),
            ("right(X, w, b) + 0j", "complex"),
            ("right(X, w, b) * np.nan", "and is nan"),
            ("right(X, w, b).astype(str)", "plain numbers"),
            ("lambda: 0", "is a function"),
            (
                "np.array([0.7, 0.7, 0.7])",
                "Entry [0] of the answer should be 0.8807971, and is 0.7",
            ),
        ],
    )
    def test_another_value_gets_a_sentence(self, returned, sentence):
        assert sentence in told(f"return {returned}")

    def test_other_arguments_are_named(self):
        assert "is called with (X, w, b), and yours takes (X, w)" in told("pass", arguments="X, w")

    @pytest.mark.parametrize("given", [1.0, None, np.ones(3), "neuron"])
    def test_something_that_is_no_function_is_told(self, given):
        assert "Check the function itself" in check("perceptron", given).text

    def test_a_number_is_told_with_its_article(self):
        assert "without calling it; this is an int." in check("perceptron", 3).text

    def test_a_stream_that_is_closed_is_still_read(self):
        def closing(X, w, b):
            print("before")
            sys.stdout.close()
            print("after")

        assert check("perceptron", closing).printed.startswith("before\nafter")

    def test_what_is_printed_is_shown(self):
        def my_perceptron(X, w, b):
            print("seen:", X.shape)
            return right(X, w, b)

        found = check("perceptron", my_perceptron)
        assert found
        assert "seen: (3, 2)" in repr(found)
        assert "```text\nseen: (3, 2)" in found._repr_markdown_()

    def test_a_warning_is_passed_on_with_a_right_answer(self):
        found = check("perceptron", lambda X, w, b: 1 / (1 + np.exp(-(X @ w + b))))
        assert found
        assert "NumPy warned: overflow" in found.text

    def test_two_mistakes_at_once_are_both_named(self):
        text = told("return -(1 / (1 + np.exp(-X @ w)))")
        assert "Two mistakes at once. The bias is missing" in text
        assert "the wrong sign everywhere" in text

    def test_an_answer_by_chance_is_told(self):
        assert "gives two answers" in told("return np.random.default_rng().random(len(X))")

    def test_a_value_that_is_no_number_is_told(self):
        assert "NaN or infinity" in told("return 1 / (X @ w - X @ w)")

    def test_ctrl_c_goes_through(self):
        def my_perceptron(X, w, b):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            check("perceptron", my_perceptron)


class TestAnswersAreSpared:
    """What is right must not be held against a reader."""

    def test_any_way_to_the_right_numbers_is_right(self):
        def by_hand(X, w, b):
            return np.array([1 / (1 + np.exp(-sum(w * x) - b)) for x in X])

        assert check("perceptron", by_hand)

    def test_other_names_of_arguments_and_defaults_are_right(self):
        assert check("perceptron", lambda rows, weights, bias, more=1: right(rows, weights, bias))

    def test_a_generator_of_batches_is_right(self):
        def batches(n, batch_size, rng):
            order = rng.permutation(n)
            for start in range(0, n, batch_size):
                yield order[start : start + batch_size]

        assert check("batches", batches)

    def test_tuples_for_lists_are_right(self):
        assert check(
            "sgd", lambda ps, gs, lr: tuple(p - lr * g for p, g in zip(ps, gs, strict=True))
        )


class TestDeadline:
    def test_where_there_is_no_alarm_lines_are_watched(self):
        def endless():
            while True:
                pass

        seen = []

        def in_a_thread():
            try:
                with deadline(0.2):
                    endless()
            except TooLong as error:
                seen.append(error)

        before = time.monotonic()
        thread = threading.Thread(target=in_a_thread)
        thread.start()
        thread.join(10)
        assert seen
        assert time.monotonic() - before < 10

    def test_what_was_traced_before_is_traced_again(self):
        before = sys.gettrace()
        with deadline(5.0):
            pass
        assert sys.gettrace() is before


class TestNotebookCalls:
    def test_the_task_shows_title_starter_and_name(self):
        text = repr(exercise("perceptron"))
        assert "A neuron" in text
        assert 'check("perceptron", my_perceptron)' in text
        assert "raise NotImplementedError" in starter("perceptron")
        assert exercise("perceptron")._repr_markdown_() == text

    @pytest.mark.parametrize("name", EXERCISES)
    def test_two_powers_in_a_sentence_are_not_taken_for_strong_letters(self, name):
        exercise = EXERCISES[name]
        for text in (exercise.task, *exercise.hints, *(w.sentence for w in exercise.wrongs)):
            assert re.sub("`[^`]*`", "", text).count("**") < 2, text

    def test_hints_come_one_after_the_other(self):
        assert 'hint("adam", 2)' in hint("adam")
        assert "Hint 2" in hint("adam", 2)
        with pytest.raises(ValueError, match="number must be 1 or 2, not 3"):
            hint("adam", 3)

    def test_the_solution_is_shown_and_can_be_built_on(self):
        assert solution("sgd").startswith("```python\ndef my_sgd(")
        assert solved("sgd") is EXERCISES["sgd"].right

    def test_exercises_of_a_chapter(self):
        assert "dropout" in exercises("dropout")
        assert exercises() == list(EXERCISES)
        with pytest.raises(ValueError, match="chapter must be one of"):
            exercises("chapter 7")

    @pytest.mark.parametrize("call", [exercise, hint, solution, solved, starter])
    def test_an_unknown_name_is_told_with_those_there_are(self, call):
        with pytest.raises(ValueError, match="name must be one of 'perceptron'"):
            call("perceptrn")


def test_it_needs_numpy_alone_and_starts_no_process():
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['multiprocessing', 'subprocess', 'torch', "
        "'matplotlib', 'ipywidgets', 'tqdm'])); import dlbook.exercises as e; "
        "assert e.check('training', e.solved('training')); print('fine')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout == "fine\n", done.stderr
