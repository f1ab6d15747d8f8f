"""What a trace notes, and what cannot be traced."""

from functools import partial

import numpy as np
import pytest

from dlbook.programs import CannotTrace, Operation, plan, run, trace

A, B = np.arange(6.0).reshape(2, 3), np.ones((3, 2))


def names(function, *inputs):
    return [operation.name for operation in trace(function, *inputs).operations]


def test_a_trace_holds_names_numbers_and_no_sizes():
    def formula(blocks, x):
        return {"z": blocks[0] @ x, "all": [np.sum(x, axis=0), x.T]}

    noted = trace(formula, [A], B)
    assert noted.inputs == ("blocks.0", "x")
    assert noted.operations == (
        Operation("matmul", (0, 1)),
        Operation("sum", (1,), {"axes": (-2,)}),
        Operation("squeeze", (3,), {"axis": -2}),
        Operation("transpose", (1,)),
    )
    assert noted.outputs == {"z": 2, "all.0": 4, "all.1": 5}


def test_what_is_the_same_is_noted_once_and_what_nobody_needs_not_at_all():
    def formula(x):
        np.exp(x)
        return np.tanh(x) * np.tanh(x) + 1.0, 1.0 + np.tanh(x)

    assert names(formula, A) == ["tanh", "multiply", "constant", "add", "add"]


def test_zero_and_minus_zero_are_two_constants():
    noted = trace(lambda x: (x + 0.0, x + -0.0), A)
    assert [o.settings for o in noted.operations if o.name == "constant"] == [
        {"value": 0.0},
        {"value": -0.0},
    ]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (lambda x: x**2, ["multiply"]),
        (lambda x: x**0.5, ["sqrt"]),
        (lambda x: np.square(x), ["multiply"]),
        (lambda x: np.mean(x, axis=(-2, -1), keepdims=True), ["sum", "count", "divide"]),
        (lambda x: x[..., None], ["expand_dims"]),
        (lambda x: x[..., -1], ["slice", "squeeze"]),
        (lambda x: np.stack([x, x]), ["expand_dims", "concatenate"]),
        (lambda x: np.swapaxes(x, 0, 1), ["transpose"]),
        (lambda x: -x[:, 1:], ["slice", "negative"]),
        (lambda x: x @ np.ones_like(x).T, ["full_like", "transpose", "matmul"]),
    ],
)
def test_numpys_functions_become_operations_of_the_table(formula, expected):
    assert names(formula, A) == expected
    np.testing.assert_array_equal(run(formula, A), formula(A))


def branching(x):
    return x if x[0, 0] > 0 else -x


def writing(x):
    x[0] = 1.0
    return x


def adding(x):
    x += 1.0
    return x


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        (branching, "a branch on a value"),
        (writing, "writing into an array"),
        (adding, "np.add into an array"),
        (lambda x: x.shape, r"\.shape of an array"),
        (lambda x: x.reshape(-1), r"\.reshape of an array"),
        (lambda x: len(x), "len of an array"),
        (lambda x: [row for row in x], "going through an array"),
        (lambda x: float(x), "a number or array made of it"),
        (lambda x: np.asarray(x), "a number or array made of it"),
        (lambda x: np.cumsum(x), "np.cumsum"),
        (lambda x: np.sin(x), "np.sin"),
        (lambda x: np.linalg.inv(x), "np.inv"),
        (lambda x: np.sum(x, dtype=float), "np.sum with these arguments"),
        (lambda x: np.add.accumulate(x), "np.add with accumulate"),
        (lambda x: x + np.ones(3), "an array from outside"),
        (lambda x: x[[0, 1]], "an index"),
        (lambda x: x[x > 0], "an index"),
        (lambda x: np.swapaxes(x[None], 0, 1), "np.swapaxes of 0 and 1"),
        (lambda x: np.squeeze(x), "np.squeeze of any axis"),
        (lambda x: np.sum(x, axis=2), "axis 2"),
        (lambda x: "x", "'x'"),
    ],
)
def test_what_no_program_can_do_is_named_with_its_line(formula, what):
    with pytest.raises(CannotTrace, match=rf"{what}.* cannot be traced \(.*test_tracing.py:\d+\)"):
        trace(formula, A)


def test_the_line_is_that_of_the_formula_itself():
    with pytest.raises(CannotTrace) as error:
        trace(partial(branching), A)
    line = branching.__code__.co_firstlineno + 1
    assert error.value.line.endswith(f"test_tracing.py:{line}")


def test_a_program_is_run_for_any_shape_of_the_same_trace():
    noted = trace(lambda x: np.exp(x) / np.sum(np.exp(x), axis=-2, keepdims=True), A)
    for shape in ((2, 3), (5, 1), (4, 2, 3), (0, 3)):
        x = np.random.default_rng(0).normal(size=shape)
        program = plan(noted, {"x": x})
        program.run()
        expected = np.exp(x) / np.sum(np.exp(x), axis=-2, keepdims=True)
        np.testing.assert_allclose(program.outputs[""], expected, rtol=1e-15)


def test_what_cannot_be_traced_runs_as_it_is_and_says_so_once():
    with pytest.warns(UserWarning, match=r"branching runs without a program.*test_tracing"):
        np.testing.assert_array_equal(run(branching, A), -A)
    np.testing.assert_array_equal(run(branching, A + 1.0), A + 1.0)  # no second warning
