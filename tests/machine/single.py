"""One operation at a time on the machine."""

import numpy as np

from dlbook.programs import Operation, Trace, pack


def apply(machine, name, *arrays, dtype="float64", **settings):
    """The result of the operation `name` on these arrays."""
    inputs = {f"input{k}": array for k, array in enumerate(arrays)}
    operation = Operation(name, tuple(range(len(arrays))), settings)
    packed = pack(Trace(tuple(inputs), (operation,), {"": len(arrays)}))
    return machine.evaluate(packed, inputs, dtype)[""]


def assert_same(got, wanted):
    """Equal shapes and numbers, signs of zeros included; NaN equals NaN."""
    wanted = np.asarray(wanted).astype(got.dtype)
    np.testing.assert_array_equal(got, wanted, strict=True)
    number = ~np.isnan(got)
    np.testing.assert_array_equal(np.signbit(got)[number], np.signbit(wanted)[number])
