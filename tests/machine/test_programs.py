"""Binding: programs that are damaged or do not fit are refused with a sentence, outputs may lie
where inputs lie, and memory is given back."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.programs import OPERATIONS, Operation, Trace, pack, trace
from dlbook.programs.packing import MARK, VERSION, Packed
from dlbook.programs.webassembly import Machine, MachineError
from tests.machine.single import apply
from tools.paths import WEB


def formula(theta, g, state):
    velocity = 0.9 * state["velocity"] + g
    joined = np.concatenate([theta[..., :2], velocity[..., 2:]], axis=-1)
    return theta - 0.1 * velocity, {"velocity": velocity}, joined


def bound_over_its_inputs(machine, names):
    """`formula` with the outputs called `names` written over theta and the velocity."""
    values = [np.arange(5.0), np.ones(5), {"velocity": np.full(5, 2.0)}]
    packed = pack(trace(formula, *values))
    flat = {"theta": values[0], "g": values[1], "state.velocity": values[2]["velocity"]}
    inputs = {name: (machine.put(array), array.shape) for name, array in flat.items()}
    ends = {"0": inputs["theta"][0], "1.velocity": inputs["state.velocity"][0]}
    program = machine.bind(packed, inputs, "float64", {name: ends[name] for name in names})
    program.run()
    return [program.output(name).copy() for name in packed.outputs]


def test_outputs_may_be_written_over_inputs(machine):
    apart = bound_over_its_inputs(machine, [])
    for names in (["0"], ["1.velocity"], ["0", "1.velocity"]):
        for ours, theirs in zip(bound_over_its_inputs(machine, names), apart, strict=True):
            np.testing.assert_array_equal(ours, theirs)


def test_two_inputs_can_change_places(machine):
    a, b = np.arange(3.0), np.arange(3.0, 6.0)
    packed = Packed(("a", "b"), ("0", "1"), pack(Trace(("a", "b"), (), {"0": 1, "1": 0})).words)
    at = [machine.put(a), machine.put(b)]
    inputs = {"a": (at[0], (3,)), "b": (at[1], (3,))}
    program = machine.bind(packed, inputs, "float64", {"0": at[0], "1": at[1]})
    program.run()
    np.testing.assert_array_equal(machine.at(at[0], (3,), "float64"), b)
    np.testing.assert_array_equal(machine.at(at[1], (3,), "float64"), a)


def test_memory_is_as_before_after_each_evaluation(machine):
    before = machine.call("mark")
    apply(machine, "exp", np.ones((30, 40)))
    with pytest.raises(MachineError):
        apply(machine, "matmul", np.ones((2, 3)), np.ones((2, 3)))
    assert machine.call("mark") == before


@pytest.mark.parametrize(
    ("name", "shapes", "options", "sentence"),
    [
        ("add", [(2, 3), (4, 3)], {}, r"add, does not fit the shapes \(2, 3\) and \(4, 3\)"),
        ("matmul", [(2, 3), (4, 3)], {}, r"matmul, does not fit the shapes"),
        ("matmul", [(3,), (3,)], {}, r"\(3,\) and \(3,\)"),
        ("max", [(2, 0)], {"axes": (-1,)}, r"max, does not fit the shape \(2, 0\)"),
        ("sum", [(2,)], {"axes": (-2,)}, r"sum, does not fit the shape \(2,\)"),
        ("squeeze", [(2, 3)], {"axis": -1}, r"squeeze, does not fit the shape \(2, 3\)"),
        ("transpose", [(2,)], {}, "transpose, does not fit"),
        ("concatenate", [(2, 3), (4, 2)], {"axis": -2}, "concatenate, does not fit"),
        ("expand_dims", [(1,) * 6], {"axis": -1}, "expand_dims, does not fit"),
    ],
)
def test_shapes_that_do_not_fit_are_named(machine, name, shapes, options, sentence):
    with pytest.raises(MachineError, match=sentence):
        apply(machine, name, *map(np.ones, shapes), **options)


def test_too_large_results_are_refused_before_they_are_made(machine):
    with pytest.raises(MachineError, match="Operation 0 of the program, add, asks for more memory"):
        apply(machine, "add", np.ones((2**15, 1)), np.ones((1, 2**15)))


def test_memory_that_cannot_grow_is_a_sentence():
    small = Machine(most_bytes=2**20)
    with pytest.raises(MachineError, match="The machine has no memory left for 1 MB more"):
        apply(small, "exp", np.ones(2**17))
    with pytest.raises(MachineError, match=r"The machine has no memory left for \d+ MB more"):
        apply(small, "add", np.ones((2**9, 1)), np.ones((1, 2**9)))
    np.testing.assert_array_equal(apply(small, "negative", np.ones(3)), -np.ones(3))


EXAMPLE = pack(
    trace(
        lambda a, b: {
            "out": np.concatenate([np.exp(a @ b), np.ones_like(b[..., ::2])], axis=-1),
            "mean": np.mean(np.where(a > 0, a, 2.5)),
        },
        np.ones((4, 4)),
        np.ones((4, 4)),
    )
)


@settings(max_examples=400)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, len(EXAMPLE.words) - 1), st.integers(0, 255)), max_size=4
    ),
    length=st.one_of(
        st.just(len(EXAMPLE.words)), st.integers(0, len(EXAMPLE.words) // 8).map(lambda k: 8 * k)
    ),
)
def test_damaged_programs_are_refused_or_run_but_never_break_the_machine(machine, changes, length):
    words = bytearray(EXAMPLE.words)
    for at, byte in changes:
        words[at] = byte
    damaged = Packed(EXAMPLE.inputs, EXAMPLE.outputs, bytes(words[:length]))
    inputs = {"a": np.ones((4, 4)), "b": np.ones((4, 4))}
    with suppress(MachineError):
        machine.evaluate(damaged, inputs)
    outputs = machine.evaluate(EXAMPLE, inputs)
    assert outputs["out"].shape == (4, 6)


def test_a_program_of_another_version_says_so(machine):
    words = bytearray(EXAMPLE.words)
    words[2] = VERSION + 1
    other = Packed(EXAMPLE.inputs, EXAMPLE.outputs, bytes(words))
    with pytest.raises(MachineError, match=f"version {VERSION + 1} and this machine .* {VERSION}"):
        machine.evaluate(other, {"a": np.ones((4, 4)), "b": np.ones((4, 4))})


def test_missing_inputs_are_named(machine):
    with pytest.raises(ValueError, match=r"inputs must name 'b', got \['a'\]"):
        machine.evaluate(EXAMPLE, {"a": np.ones((4, 4))})


def test_the_machine_names_the_operations_in_the_same_order():
    source = (WEB / "machine" / "engine" / "operations.h").read_text(encoding="utf-8")
    listed = source.split("NAMES[] = {")[1].split("}")[0]
    assert [word.strip(' "\n') for word in listed.split(",") if word.strip()] == list(OPERATIONS)


def test_packing_refuses_what_does_not_fit_its_words():
    far = Operation("slice", (0,), {"axis": -1, "start": 40_000, "stop": None, "step": None})
    with pytest.raises(ValueError, match="start of a slice must be between -32767 and 32767"):
        pack(Trace(("x",), (far,), {"": 1}))
    many = tuple(Operation("negative", (k,), {}) for k in range(5000))
    with pytest.raises(ValueError, match="at most 4096 values, this one has 5001"):
        pack(Trace(("x",), many, {"": 5000}))


def test_packed_bytes_begin_with_mark_and_version():
    assert np.frombuffer(EXAMPLE.words[:4], "<i2").tolist() == [MARK, VERSION]
