"""What a trace notes, and what cannot be traced."""

from functools import partial

import numpy as np
import pytest

from dlbook.formulas.activations import ACTIVATIONS, OUTPUTS
from dlbook.formulas.losses import LOSSES
from dlbook.formulas.objective import measure, terms_and_gradient
from dlbook.numpy_engine.evaluation import Model
from dlbook.programs import CannotTrace, Operation, pack, plan, program_of, run, trace, trace_of

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
        (lambda x: x.sum(dtype=float), "np.sum with these arguments"),
        (lambda x: x.mean(None, float), "np.mean with these arguments"),
        (lambda x: x.max(initial=0), "np.max with these arguments"),
        (lambda x: x.argmax(out=None), "np.argmax with these arguments"),
        (lambda x: np.add.reduce(x, initial=0), "np.add with these arguments"),
        (lambda x: np.add.accumulate(x), "np.add with accumulate"),
        (lambda x: x @ [1.0, 2.0, 3.0], "np.matmul with these arguments"),
        (lambda x: x + np.ones(3), "an array from outside"),
        (lambda x: x[[0, 1]], "an index"),
        (lambda x: x[x > 0], "an index"),
        (lambda x: x[True], "an index True"),
        (lambda x: x[0, np.False_], "an index"),
        (lambda x: np.swapaxes(x[None], 0, 1), "np.swapaxes of 0 and 1"),
        (lambda x: np.squeeze(x), "np.squeeze of any axis"),
        (lambda x: np.sum(x, axis=2), "axis 2"),
        (lambda x: "x", "'x'"),
    ],
)
def test_what_no_program_can_do_is_named_with_its_line(formula, what):
    with pytest.raises(CannotTrace, match=rf"{what}.* cannot be traced \(.*test_tracing.py:\d+\)"):
        trace(formula, A)


@pytest.mark.parametrize("values", [np.array([1 + 1j]), 1 + 1j, np.array(["1"])])
def test_numbers_that_are_not_real_are_refused_by_name(values):
    with pytest.raises(TypeError, match="a must be an array of real numbers, got dtype"):
        run(lambda a: a * 2, values)


def test_only_a_trace_can_be_packed():
    with pytest.raises(TypeError, match=r"trace must be a Trace, as trace\(\) makes one, got None"):
        pack(None)


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


@pytest.mark.parametrize(
    "formula",
    [
        lambda x, c: x / np.sum(x),
        lambda x, c: np.where(np.max(x) > 1, c * x, np.sum(x, axis=0)),
        lambda x, c: np.abs(x) ** np.mean(x, axis=0),
        lambda x, c: np.stack([x, c + x]) @ x.T + x @ x.T,
        lambda x, c: np.sum(np.stack([x, -x]) + c * np.size(x) * x[0], axis=0),
        lambda x, c: x / np.median(x),
    ],
)
@pytest.mark.filterwarnings("ignore:.* runs without a program")
def test_a_stack_is_what_each_of_its_parts_gives_alone(formula):
    stack, c = np.random.default_rng(0).normal(size=(2, 3, 3, 3)), np.array(0.5)
    program = program_of(formula, {"x": stack, "c": c}, {"": None}, leading=2)
    program.run()
    for index in np.ndindex(2, 3):
        expected = formula(stack[index], c)
        np.testing.assert_allclose(program.outputs[""][index], expected, rtol=1e-13)


@pytest.mark.parametrize("output", ["sigmoid_cross_entropy", "softmax_cross_entropy", "mse"])
def test_the_books_formulas_have_one_trace_for_one_network_and_for_stacks(output):
    kinds = Model(ACTIVATIONS["gelu"], OUTPUTS[LOSSES[output].outputs[-1]], LOSSES[output])
    inputs = {
        "blocks": [np.ones((2, 3)), np.ones((2, 3))],
        "x": np.ones((3, 4)), "y": np.ones((2, 4)),
        "kept": [np.ones((2, 4), bool)], "p": np.ones((1, 1)), "l2": np.array(0.1),
    }  # fmt: skip
    for formula in (terms_and_gradient, measure):
        known = inputs if formula is terms_and_gradient else dict(list(inputs.items())[:3])
        stacks = {name: _with_axes_in_front(value) for name, value in known.items()}
        bound = partial(formula, **kinds._asdict())
        assert trace_of(bound, known)[0] == trace_of(bound, stacks, leading=2)[0]


def _with_axes_in_front(value):
    if isinstance(value, list):
        return [_with_axes_in_front(one) for one in value]
    return value[None, None] if value.ndim else value


def test_what_cannot_be_traced_runs_as_it_is_and_says_so_once():
    with pytest.warns(UserWarning, match=r"branching runs without a program.*test_tracing"):
        np.testing.assert_array_equal(run(branching, A), -A)
    np.testing.assert_array_equal(run(branching, A + 1.0), A + 1.0)  # no second warning


@pytest.mark.parametrize(
    "formula",
    [
        lambda x: (x > 1) + (x < 4),
        lambda x: ((x > 1) + (x < 4)) * (1 - x * x),
        lambda x: np.abs(x > 1) + (x < 4),
        lambda x: (x > 1) @ (x < 4).T,
        lambda x: (x > 1) * (x < 4) + (x > 1),
        lambda x: (x > 1) + 1.0 * (x < 4),
        lambda x: (x > 1) ** 2 + np.square(x < 4),
        lambda x: np.ones_like(x > 1) + np.full_like(x < 4, -2.0),
        lambda x: np.zeros_like(x > 1) + (x < 4) + np.zeros_like(x < 4),
        lambda x: np.sum(x > 1, axis=-1) + np.sum(x < 4, axis=-1),
    ],
)
def test_truths_add_and_multiply_as_numpys(formula):
    expected = formula(A)
    made = run(formula, A)
    np.testing.assert_array_equal(made, expected)
    assert (made.dtype == bool) == (expected.dtype == bool)


@pytest.mark.parametrize("formula", [lambda z: (z > -1) + (z < 1), lambda z: (z > 0) @ (z > 0).T])
def test_a_sum_of_truths_does_not_travel_to_a_machine_without_them(formula):
    with pytest.raises(ValueError, match=r"(add|matmul) of truths .* make numbers of them first"):
        pack(trace(formula, A))
    pack(trace(lambda z: 1.0 * (z > -1) + (z < 1), A))
