"""Where results lie: in place, as parts of joins, over inputs; and what is refused."""

import numpy as np
import pytest

from dlbook.programs import bytes_of, plan, program_of, trace

RNG = np.random.default_rng(0)


def spots(program):
    """Each operation's name and where its result lies."""
    places = program.plan.places.spots
    return [(node.name, places[node].kind) for node in program.plan.steps]


def bound(formula, outputs=None, **inputs):
    return plan(trace(formula, **inputs), inputs, outputs)


def test_an_operand_that_dies_gives_its_place():
    program = bound(lambda z: 1 / (1 + np.exp(-z)), z=RNG.normal(size=(3, 4)))
    assert spots(program) == [
        ("negative", "buffer"), ("exp", "place"), ("add", "place"), ("divide", "place"),
    ]  # fmt: skip
    assert program.nbytes == 3 * 4 * 8


def test_an_operand_that_is_read_later_keeps_its_place():
    program = bound(lambda z: np.exp(z) * (1 - np.exp(z)), z=np.ones(5))
    assert spots(program) == [("exp", "buffer"), ("subtract", "buffer"), ("multiply", "place")]


def test_the_rows_above_the_ones_are_computed_where_they_lie():
    def with_one(z):
        return np.concatenate([np.tanh(z), np.ones_like(z[..., :1, :])], axis=-2)

    z = RNG.normal(size=(3, 4))
    program = bound(with_one, z=z)
    assert spots(program) == [("tanh", "part"), ("concatenate", "buffer")]
    assert len(program.calls) == 1
    for _ in range(2):
        program.run()
        np.testing.assert_array_equal(program.outputs[""], with_one(z))


def test_a_product_with_something_added_to_its_part_lies_in_the_join():
    def penalised(a, b, W_b):
        g = a @ b
        return np.concatenate([g[..., :-1] + W_b[..., :-1], g[..., -1:]], axis=-1)

    inputs = {"a": RNG.normal(size=(2, 3)), "b": RNG.normal(size=(3, 4)), "W_b": np.ones((2, 4))}
    out = np.zeros((2, 4))
    program = bound(penalised, {"": out}, **inputs)
    assert len(program.calls) == 2
    program.run()
    np.testing.assert_allclose(out, penalised(**inputs), rtol=1e-14)


def test_a_new_state_lies_over_the_old():
    def step(theta, g, v):
        v = 0.9 * v + g
        return theta - 0.1 * v, v

    theta, g, v = np.ones(5), np.ones(5), np.zeros(5)
    program = plan(trace(step, theta, g, v), {"theta": theta, "g": g, "v": v}, {"0": theta, "1": v})
    assert not program.plan.places.late
    program.run(2)
    np.testing.assert_allclose(v, 1.9)
    np.testing.assert_allclose(theta, 1 - 0.1 - 0.19)


def test_two_arrays_can_be_exchanged():
    a, b = np.zeros(3), np.ones(3)
    program = plan(trace(lambda a, b: (b, a), a, b), {"a": a, "b": b}, {"0": a, "1": b})
    program.run()
    assert (a == 1).all()
    assert (b == 0).all()


def test_what_depends_on_fixed_inputs_alone_is_computed_once():
    x, p = np.ones(3), np.array(0.5)
    program = plan(trace(lambda x, p: x * np.exp(p), x, p), {"x": x, "p": p}, fixed=["p"])
    assert len(program.calls) == 1


def test_relu_and_dropout_share_one_gate():
    def both(z, kept, da):
        gate = kept / (1 - 0.5)
        return np.maximum(z, 0.0) * gate, da * gate * (z > 0)

    z, da = RNG.normal(size=(2, 3, 4))
    z[0, 0], z[1, 1], z[2, 2] = np.nan, np.inf, -np.inf
    kept = RNG.random((3, 4)) < 0.5
    program = bound(both, z=z, kept=kept, da=da)
    names = [name for name, _ in spots(program)]
    assert names.count("greater") == 1
    with np.errstate(invalid="ignore"):
        program.run()
        for k, expected in enumerate(both(z, kept, da)):
            np.testing.assert_array_equal(program.outputs[str(k)], expected)


def test_printed_one_operation_a_line():
    program = bound(lambda W, x: np.tanh(W @ x), W=np.ones((2, 3)), x=np.ones((3, 4)))
    assert str(program) == (
        "given W (2 × 3), x (3 × 4)\n"
        "v1 (2 × 4) = matmul W (2 × 3), x (3 × 4)\n"
        "v2 (2 × 4) = tanh v1, in place of v1"
    )


def test_memory_is_counted_before_any_is_taken():
    inputs = {"W": np.ones((20, 30)), "x": np.ones((30, 40))}

    def formula(W, x):
        return np.exp(np.tanh(W @ x))

    program = program_of(formula, inputs, {"": None})
    assert bytes_of(formula, inputs) == program.nbytes == 20 * 40 * 8


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"inputs": {"x": np.ones(3)}}, "inputs must hold an array for 'y'"),
        ({"inputs": {"x": np.ones(3), "y": np.ones(4)}}, "add: shape mismatch"),
        ({"inputs": {"x": np.ones(3), "y": np.ones(3), "z": np.ones(3)}}, "inputs must be among"),
        (
            {"inputs": {"x": np.ones(3), "y": np.ones(3, np.float32)}},
            "must be float64 as the others",
        ),
        (
            {"inputs": {"x": np.ones(3), "y": np.ones(3, int)}},
            "must be an array of floats or truths",
        ),
        ({"outputs": {"sum": None}}, "outputs must be among"),
        ({"outputs": {"": np.ones(4)}}, "must be an array of float64 of shape"),
        ({"fixed": ["z"]}, "fixed must be among"),
    ],
)
def test_what_does_not_fit_is_named(change, message):
    given = {"inputs": {"x": np.ones(3), "y": np.ones(3)}, "outputs": None, **change}
    noted = trace(lambda x, y: x + y, np.ones(3), np.ones(3))
    with pytest.raises(ValueError, match=message):
        plan(noted, given.pop("inputs"), given.pop("outputs"), **given)


def test_a_fixed_input_is_not_written_over():
    x = np.ones(3)
    with pytest.raises(ValueError, match="shares memory with the fixed input 'x'"):
        plan(trace(lambda x: x + 1, x), {"x": x}, {"": x}, fixed=["x"])
