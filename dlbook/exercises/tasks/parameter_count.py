"""How many weights and biases a network has."""

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="parameter_count",
    chapter="networks",
    title="How many numbers a network has",
    task="""\
Count the weights and biases of a dense network. `sizes` says how many units each layer has, the
inputs first: (2, 3, 1) is a network with two inputs, three hidden units and one output, and it has
13 numbers: 6 weights and 3 biases, then 3 weights and 1 bias.""",
    hints=(
        "Each unit has one weight for every unit of the layer before, and one bias.",
        "Add up n_out * (n_in + 1) over zip(sizes[:-1], sizes[1:]).",
    ),
)


@TASK.solution
def my_parameter_count(sizes):
    """One whole number; sizes: a tuple of at least two."""
    return sum(n_out * (n_in + 1) for n_in, n_out in zip(sizes[:-1], sizes[1:]))


TASK.given("2-3-1", (2, 3, 1), n=1)
TASK.given("a single layer", (4, 2), n=1)
TASK.given("a deep network", (5, 7, 3, 4, 2), n=1)
TASK.given("the digits", (64, 128, 10), n=1)
TASK.given("one unit a layer", (1, 1, 1, 1), n=1)


def added(count):
    """The sum of `count` over the layers."""
    return lambda sizes: sum(count(a, b) for a, b in zip(sizes[:-1], sizes[1:]))


TASK.wrong("The biases are missing: each unit has one.", added(lambda a, b: a * b))
TASK.wrong(
    "You give a bias to each input of a layer; each of its units, the outputs, has one.",
    added(lambda a, b: (b + 1) * a),
)
TASK.wrong(
    "You give each layer a single bias; every unit has its own.", added(lambda a, b: a * b + 1)
)
TASK.wrong("You have counted the biases alone.", added(lambda a, b: b))
TASK.wrong(
    "You have counted the units, inputs included; the task asks for weights and biases.", sum
)
TASK.wrong(
    "The inputs have got biases too: only units that work something out have one.",
    lambda sizes: my_parameter_count(sizes) + sizes[0],
)
TASK.wrong(
    "The last layer is missing: n sizes make n − 1 layers.",
    lambda sizes: my_parameter_count(sizes[:-1]),
)
TASK.wrong(
    "The first layer is missing: the weights from the inputs count too.",
    lambda sizes: my_parameter_count(sizes[1:]),
)
TASK.wrong(
    "Only the first layer is counted: is the `return` inside the loop?",
    lambda sizes: my_parameter_count(sizes[:2]),
)
