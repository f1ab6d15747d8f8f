"""What both engines promise where people have been let down elsewhere, each in both."""

import copy
import io
import pickle
from dataclasses import dataclass
from importlib import import_module

import numpy as np
import pytest
import torch

from dlbook import numpy_engine, torch_engine
from dlbook.training import collecting
from dlbook.training.randomness import dropout_masks, streams
from dlbook.training.schedules import Schedule
from tests.parity.cases import as_array

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([0.0, 1.0, 1.0, 0.0])
TASK = {"loss": "sigmoid_cross_entropy", "epochs": 6}


@pytest.fixture(params=[numpy_engine, torch_engine], ids=["numpy", "torch"])
def engine(request):
    return request.param


def network(engine, **settings):
    return engine.Network((2, 3, 1), **{"output": "sigmoid", **settings})


# --- kinks and faults --------------------------------------------------------------------------


def test_a_kink_is_said_and_is_no_fault(engine):
    with pytest.warns(UserWarning, match="3 of 13 parameters are at a kink"):
        error = engine.check_gradients(network(engine), XOR, Y, TASK["loss"])
    assert error < 1e-6


def near_kinks(engine, c):
    """A network whose first unit is c · eps from its kink, and the examples that bring it there:
    two, to either side and pulling opposite ways, where c is negative."""
    made, step = network(engine), 1e-5 * abs(c)
    with torch.no_grad():
        made.layers[0].W[0, 0] = 1.0
    X, y = [[step, 0.0], [-step, 0.0]], [1.0, 0.0]
    n = 1 if c >= 0 else 2
    return made, np.concatenate([XOR[1:], X[:n]]), np.concatenate([Y[1:], y[:n]])


DISTANCES = [0.0, 1 / 6, 1 / 3, 3 / 7, 0.49, 7 / 11, 0.9, -1 / 3, -0.9]


@pytest.mark.parametrize("c", DISTANCES)
def test_a_kink_is_told_wherever_it_lies_within_a_step(engine, c):
    with pytest.warns(UserWarning, match="at a kink"):
        error = engine.check_gradients(*near_kinks(engine, c), TASK["loss"])
    assert error < 1e-6


@pytest.mark.parametrize("c", DISTANCES)
def test_a_fault_beside_a_kink_is_found(engine, monkeypatch, c):
    gradients = import_module(f"{engine.__name__}.gradients")
    right = gradients.value_and_gradient

    def wrong(*arguments, **settings):
        value, gradient = right(*arguments, **settings)
        gradient = gradient * 1
        gradient[-1] *= 1.001  # the last bias, which meets no kink
        return value, gradient

    monkeypatch.setattr(gradients, "value_and_gradient", wrong)
    with pytest.warns(UserWarning, match="kink"):
        error = engine.check_gradients(*near_kinks(engine, c), TASK["loss"])
    assert error == pytest.approx(1e-3, rel=0.01)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "linear"])
def test_what_is_smooth_has_no_kink(engine, activation):
    # a warning would be an error; weights of 3 make the curvature large
    made = network(engine, activation=activation, init=engine.normal(3.0))
    assert engine.check_gradients(made, XOR, Y, TASK["loss"]) < 1e-6


# --- what NumPy and PyTorch are told elsewhere ---------------------------------------------------


def test_nothing_raises_where_numpy_was_told_to(engine, tmp_path):
    """Underflow, overflow and what is undefined show in the answer, not as errors."""
    far = np.array([[1e4, -1e4], [-1e4, 1e4], [1e-300, 1e-300]])
    with np.errstate(all="raise"):
        for output in ("sigmoid", "linear"):
            made = network(engine, output=output, activation="sigmoid", init=engine.normal(5.0))
            made.predict(far)
            made.activations(far)
            engine.value_and_gradient(made, far, [0, 1, 1], "mse", l2=1e-300)
        for name in ("sigmoid", "tanh", "relu", "linear", "softmax"):
            getattr(engine, name)(far)
        for name in ("mse", "sigmoid_cross_entropy"):
            getattr(engine, name)(far[:, 0], [0, 1, 1])
            getattr(engine, f"{name}_gradient")(far[:, 0], [0, 1, 1])
        engine.softmax_cross_entropy(far, [0, 1, 1])
        engine.softmax_cross_entropy_gradient(far, [0, 1, 1])
        for name in ("SGD", "Momentum", "Adagrad", "Adadelta", "RMSProp", "Adam", "AdamW"):
            optimizer = getattr(engine, name)(0.1)
            theta = np.full(3, 1e-300)
            theta = theta if engine is numpy_engine else torch.tensor(theta)
            for g in (1e-200, 1e-310, 1e200):
                optimizer.step(theta, np.full(3, g))
            settings = {**TASK, "optimizer": optimizer.fresh()}
            engine.train(network(engine, dtype="float32"), 1e-30 * XOR, Y, **settings)
            engine.train(network(engine, output="linear"), far, [0, 1, 1], loss="mse", epochs=9,
                         optimizer=getattr(engine, name)(1e9))  # fmt: skip
        engine.sweep((2, 3, 1), far, [0.0, 1.0, 1.0], output="sigmoid", lr=(1e-9, 1e9), **TASK)
        engine.check_gradients(network(engine, activation="tanh"), 1e-200 * XOR, Y, TASK["loss"])


def test_far_out_answers_are_right(engine):
    made = engine.Network((2, 1), output="sigmoid", init="zeros")
    made.flat[:2] = 1.0
    with np.errstate(all="raise"):
        found = made.predict([[1e4, 1e4], [-1e4, -1e4], [0.0, 0.0]])
    np.testing.assert_array_equal(as_array(found)[:, 0], [1.0, 0.0, 0.5])


@pytest.mark.parametrize("block", [torch.no_grad, torch.inference_mode])
def test_training_follows_gradients_inside_any_block(block):
    def everything():
        made = network(torch_engine)
        settings = {**TASK, "optimizer": torch_engine.SGD(1.0)}
        history = torch_engine.train(made, torch.tensor(XOR), torch.tensor(Y), **settings)
        swept = torch_engine.sweep((2, 3, 1), XOR, Y, output="sigmoid", **settings)
        gradient = torch_engine.value_and_gradient(made, XOR, Y, TASK["loss"])[1]
        of_loss = torch_engine.mse_gradient(XOR[:, 0], Y)
        return history.train_loss, swept.train_loss, gradient.numpy(), of_loss.numpy()

    outside = everything()
    with block():
        inside = everything()
    for one, other in zip(outside, inside, strict=True):
        np.testing.assert_array_equal(one, other)


# --- settings that are changed while a training runs ---------------------------------------------


@pytest.mark.parametrize(
    ("of", "name", "value"),
    [("optimizer", "lr", 5.0), ("optimizer", "betas", (0.1, 0.2)), ("optimizer", "eps", 1.0),
     ("optimizer", "weight_decay", 1.0), ("network", "activation", "tanh"),
     ("network", "output", "linear"), ("network", "dropout", 0.0), ("network", "dropout", 0.9)],
)  # fmt: skip
def test_a_training_keeps_the_settings_it_began_with(engine, of, name, value):
    def losses(change):
        changed = {"network": network(engine, dropout=0.5), "optimizer": engine.Adam(0.1)}
        records = engine.training(changed["network"], XOR, Y, optimizer=changed["optimizer"],
                                  loss="mse", epochs=6)  # fmt: skip
        found = [next(records).train_loss, next(records).train_loss]
        if change:
            setattr(changed[of], name, value)
        return found + [record.train_loss for record in records]

    assert losses(change=True) == losses(change=False)


# --- early stopping, progress, interruption ------------------------------------------------------


class Losses(collecting.Run):
    """A training whose validation losses are given: the parameters are the epoch."""

    def __init__(self, losses):
        self.losses = losses
        self.epoch = self.step = 0

    def run_to(self, epoch):
        self.epoch = self.step = epoch

    def record(self):
        return collecting.Record(self.epoch, self.step, 0.0, self.losses[self.epoch])

    def copy_parameters(self):
        return self.epoch

    def restore(self, parameters):
        self.restored = parameters


def test_the_least_loss_is_restored_though_it_did_not_count_as_an_improvement():
    run = Losses([1.0, 0.7, 0.68, 0.66, 0.69, 0.65, 0.6])
    records = collecting.Records(run, 6, np.arange(7))
    history = collecting.collect(records, numpy_engine.EarlyStopping(4, min_delta=0.1))
    # 0.7 was the last improvement by more than 0.1, four epochs before the end
    assert history.stopped_early
    assert history.epoch[-1] == 5
    assert history.best_epoch == run.restored == 5


def test_best_epoch_has_the_least_loss_and_is_restored(engine):
    made, twin = network(engine, seed=3), network(engine, seed=3)
    settings = {**TASK, "optimizer": engine.Adam(0.1), "validation": (XOR + 0.3, Y)}
    rule = engine.EarlyStopping(5, min_delta=0.05)
    history = engine.train(made, XOR, Y, **{**settings, "epochs": 200}, early_stopping=rule)
    assert history.stopped_early
    assert history.best_epoch == history.val_loss.argmin()
    engine.train(twin, XOR, Y, **{**settings, "epochs": int(history.best_epoch)})
    np.testing.assert_array_equal(as_array(made.flat), as_array(twin.flat))


def watched(engine, made, **changes):
    """A training of six epochs, stopped early or not."""
    settings = {**TASK, "optimizer": engine.SGD(0.5), "validation": (XOR, Y), **changes}
    return engine.train(made, XOR, Y, early_stopping=engine.EarlyStopping(9), **settings)


@pytest.mark.parametrize("record", [[], [0], [1, 2, 5], np.array([1, 2])])
def test_early_stopping_is_refused_where_it_would_not_see_the_end(engine, record):
    made = network(engine)
    before = as_array(made.flat)
    with pytest.raises(ValueError, match="record must end at epochs = 6 with early_stopping"):
        watched(engine, made, record=record)
    np.testing.assert_array_equal(as_array(made.flat), before)


@pytest.mark.parametrize("record", [[1, 6], 4, "step"])
def test_early_stopping_keeps_what_was_trained_however_seldom_it_looks(engine, record):
    made, twin = network(engine), network(engine)
    history = watched(engine, made, record=record)
    engine.train(twin, XOR, Y, optimizer=engine.SGD(0.5), **TASK)
    assert history.best_epoch == 6  # the loss falls all the time
    np.testing.assert_array_equal(as_array(made.flat), as_array(twin.flat))


def test_where_no_loss_is_finite_no_epoch_is_the_best(engine):
    made = network(engine)
    made.flat[:] = np.nan
    assert watched(engine, made).best_epoch is None


def test_the_bar_ticks_by_epoch_whatever_is_recorded(engine, monkeypatch):
    ticks = []

    class Bar:
        def update(self, n=1):
            ticks.append(n)

        def set_postfix(self, **texts):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

    module = import_module(f"{engine.__name__}.training")
    monkeypatch.setattr(module, "progress_bar", lambda total, on: Bar())
    for record in (6, [2], "step", 1):
        ticks.clear()
        settings = {**TASK, "batch_size": 2, "record": record, "progress": True}
        engine.train(network(engine), XOR, Y, optimizer=engine.SGD(), **settings)
        assert ticks == [1] * 6


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
@pytest.mark.parametrize("record", [1, "step"])
def test_a_training_that_was_broken_off_does_not_seem_finished(engine, error, record):
    def rate(step):
        if step == 3:
            raise error
        return 0.5

    optimizer = engine.SGD(Schedule("half", rate))
    records = engine.training(network(engine), XOR, Y, **TASK, optimizer=optimizer, record=record)
    with pytest.raises(error):
        list(records)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="broken off after 3 steps: call training again"):
            next(records)


def test_a_training_that_is_finished_stays_so(engine):
    records = engine.training(network(engine), XOR, Y, **TASK, optimizer=engine.SGD())
    assert [len(list(records)), len(list(records))] == [7, 0]


@pytest.mark.parametrize("batch_size", [None, 2])
def test_an_interruption_leaves_a_record_of_where_it_stopped(engine, batch_size):
    made, twin = network(engine, dropout=0.5), network(engine, dropout=0.5)
    steps_an_epoch = 1 if batch_size is None else 2
    draw = dropout_masks(streams(0).dropout, 0.5)
    before = 4 * steps_an_epoch  # four of six epochs, and half a fifth where it has halves

    def masks(step, layer, shape):
        if step == before + steps_an_epoch:
            raise KeyboardInterrupt
        return draw(step, layer, shape)

    settings = {**TASK, "optimizer": engine.SGD(0.5), "batch_size": batch_size}
    history = engine.train(made, XOR, Y, **settings, record=6, masks=masks)
    assert history.interrupted
    # the fifth epoch had an update where it has two, and none where it has one
    assert history.epoch.tolist() == [0, 3 + steps_an_epoch]
    assert history.step.tolist() == [0, before + steps_an_epoch - 1]
    steps = engine.training(twin, XOR, Y, **settings, record="step")
    for record in steps:
        if record.step == history.step[-1]:
            break
    np.testing.assert_array_equal(as_array(made.flat), as_array(twin.flat))
    assert history.train_loss[-1] == record.train_loss


@pytest.mark.parametrize(("batch_size", "epoch"), [(None, 39), (4, 39), (2, 20), (3, 20)])
@pytest.mark.parametrize("dropout", [0.0, 0.5])
@pytest.mark.parametrize("progress", [False, True])
def test_both_engines_say_alike_where_they_were_interrupted(
    engine, batch_size, epoch, dropout, progress
):
    def rate(step):
        if step == 39:  # before the fortieth update
            raise KeyboardInterrupt
        return 0.5

    settings = {**TASK, "epochs": 100, "record": 100, "progress": progress}
    optimizer = engine.SGD(Schedule("half", rate))
    made = network(engine, dropout=dropout)
    history = engine.train(made, XOR, Y, **settings, batch_size=batch_size, optimizer=optimizer)
    assert history.interrupted
    assert history.step.tolist() == [0, 39]
    assert history.epoch.tolist() == [0, epoch]


def test_an_interrupted_sweep_has_the_records_it_reached(engine):
    def rate(step):
        if step == 7:
            raise KeyboardInterrupt
        return 0.5

    def swept(record):
        settings = {**TASK, "epochs": 10, "record": record, "keep_parameters": True}
        return engine.sweep((2, 3, 1), XOR, Y, output="sigmoid", lr=Schedule("half", rate),
                            dropout=0.0, seeds=0, **settings)  # fmt: skip

    for record, reached in ((10, 1), (3, 3), (1, 8)):
        result = swept(record)
        assert result.interrupted
        assert not result.completed
        assert np.isfinite(result.train_loss).tolist() == [
            k < reached for k in range(len(result.epochs))
        ]
        assert np.isnan(result.parameters[reached:]).all()
        assert np.isfinite(result.parameters[:reached]).all()


def test_an_interrupted_stretch_without_dropout_counts_its_steps(monkeypatch):
    """All examples, no dropout: the NumPy engine repeats a step many times in one go."""
    made, twin = network(numpy_engine), network(numpy_engine)
    schedule_asked = []

    def rate(step):
        schedule_asked.append(step)
        if len(schedule_asked) == 40:
            raise KeyboardInterrupt
        return 0.5

    settings = {**TASK, "epochs": 100}
    optimizer = numpy_engine.SGD(Schedule("half", rate))
    history = numpy_engine.train(made, XOR, Y, **settings, record=100, optimizer=optimizer)
    assert history.interrupted
    done = int(history.step[-1])
    assert 37 <= done < 40
    assert history.epoch.tolist() == [0, done]
    numpy_engine.train(
        twin, XOR, Y, **{**settings, "epochs": done}, optimizer=numpy_engine.SGD(0.5)
    )
    np.testing.assert_array_equal(made.flat, twin.flat)


# --- sweeps and optimisers -----------------------------------------------------------------------


def test_a_sweep_trains_at_the_optimisers_own_rate(engine):
    for lr in (5.0, 0.3):
        settings = {**TASK, "optimizer": engine.SGD(lr)}
        swept = engine.sweep((2, 3, 1), XOR, Y, output="sigmoid", **settings)
        history = engine.train(network(engine), XOR, Y, **settings)
        assert swept.axes["lr"] == (lr,)
        np.testing.assert_allclose(swept.train_loss[0, 0, 0], history.train_loss, rtol=1e-11)


def test_a_rate_that_is_given_takes_its_place(engine):
    settings = {**TASK, "optimizer": engine.SGD(5.0)}
    swept = engine.sweep(
        (2, 3, 1), XOR, Y, output="sigmoid", lr=0.3, seeds=0, dropout=0.0, **settings
    )
    history = engine.train(network(engine), XOR, Y, **{**TASK, "optimizer": engine.SGD(0.3)})
    np.testing.assert_allclose(swept.train_loss, history.train_loss, rtol=1e-11)


def mine(engine):
    """A subclass that says nothing new, and one that has a setting of its own."""

    @dataclass
    class Mine(engine.Momentum):
        pass

    @dataclass
    class Heavy(engine.Momentum):
        momentum: float = 0.99

        def fresh(self):
            return Heavy(self.lr, self.momentum)

    return Mine(0.3), Heavy(0.1)


def test_subclasses_of_optimisers_train_and_sweep(engine):
    for own, same in zip(
        mine(engine), (engine.Momentum(0.3), engine.Momentum(0.1, momentum=0.99)), strict=True
    ):
        runs = []
        for optimizer in (own, same):
            made = network(engine)
            engine.train(made, XOR, Y, optimizer=optimizer, **TASK)
            swept = engine.sweep((2, 3, 1), XOR, Y, output="sigmoid", optimizer=optimizer, **TASK)
            runs.append((as_array(made.flat), swept.train_loss))
        for one, other in zip(*runs, strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("engine", "method", "instead"),
    [
        (numpy_engine, "step", "say in update"),
        (torch_engine, "step", "say in build"),
        (torch_engine, "lr_at", "say in lr"),
    ],
    ids=["numpy-step", "torch-step", "torch-lr_at"],
)
def test_a_method_that_training_would_pass_over_is_not_to_be_overridden(engine, method, instead):
    kind = type("Mine", (engine.Momentum,), {method: lambda *anything: 1 / 0})
    message = f"leaves {method} as it is.*got Mine, .*{instead}"
    for where, call in (
        ("optimizer", lambda: engine.train(network(engine), XOR, Y, optimizer=kind(), **TASK)),
        ("optimizer", lambda: engine.sweep((2, 1), XOR, Y, optimizer=kind(), **TASK)),
        (r"optimizer\[0\]", lambda: engine.sweep((2, 1), XOR, Y, optimizer=[kind()], **TASK)),
    ):
        with pytest.raises(TypeError, match=f"{where} must be .*{message}"):
            call()


@dataclass
class Radam(torch_engine.Optimizer):
    """An optimiser that the book has not: whatever torch.optim, or a reader, offers."""

    lr: float = 0.1
    weight_decay: float = 0.0

    def build(self, parameters):
        return torch.optim.RAdam(parameters, self.lr_at(0), weight_decay=self.weight_decay)


def test_an_optimiser_of_ones_own_trains_steps_and_sweeps():
    rates, p = (0.3, 0.05), 0.25
    swept = torch_engine.sweep(
        (2, 3, 1), XOR, Y, output="sigmoid", lr=rates, dropout=p, seeds=(0, 1), batch_size=3,
        optimizer=Radam(weight_decay=0.01), keep_parameters=True, **TASK,
    )  # fmt: skip
    for k, lr in enumerate(rates):
        made = network(torch_engine, dropout=p, seed=1)
        torch_engine.train(
            made, XOR, Y, optimizer=Radam(lr, weight_decay=0.01), seed=1, batch_size=3, **TASK
        )
        # products of other shapes round differently
        np.testing.assert_allclose(swept.parameters[k, 1, -1], made.flat, rtol=0, atol=1e-12)
    theta, theirs = torch.ones(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)
    Radam().step(theta, np.arange(3.0))
    theirs.grad = torch.arange(3.0, dtype=torch.float64)
    torch.optim.RAdam([theirs], 0.1).step()
    np.testing.assert_array_equal(theta, theirs)


# --- flat, and arguments that would do nothing ---------------------------------------------------


def test_flat_is_live_both_ways(engine):
    made = network(engine)
    made.flat[:] = 7
    assert all((np.array(part.tolist()) == 7).all() for part in made.parameters())
    with torch.no_grad():  # PyTorch's own rule for parameters
        made.layers[1].b[:] = 2.0
    assert made.flat[-1] == 2
    made.flat = np.arange(13.0)
    np.testing.assert_array_equal(np.array(made.layers[0].W.tolist()), [[0, 1], [3, 4], [6, 7]])
    for wrong in (np.zeros(12), np.zeros((13, 1))):
        with pytest.raises(ValueError, match=r"flat must have shape \(13,\)"):
            made.flat = wrong
    twin = made.copy()
    twin.flat[0] = -1.0
    assert made.flat[0] == 0
    assert as_array(twin.layers[0].W)[0, 0] == -1


def test_a_layers_parts_can_be_assigned_to(engine):
    made = network(engine, init="zeros")
    flat, layer = made.flat, made.layers[0]
    with torch.no_grad():  # PyTorch's own rule for parameters
        layer.W += 1
        layer.b -= 2
    assert as_array(flat)[:9].tolist() == [1, 1, -2] * 3
    layer.W, layer.b = np.ones((3, 2)) * 5, [6.0, 7.0, 8.0]
    assert as_array(flat)[:9].tolist() == [5, 5, 6, 5, 5, 7, 5, 5, 8]
    np.testing.assert_array_equal(as_array(made.layers[0].W), np.full((3, 2), 5))
    assert len(list(made.parameters())) == 4


def test_the_numpy_engines_block_can_be_assigned_to():
    made = network(numpy_engine, init="zeros")
    made.layers[0].block += 3
    made.layers[1].block = [[1.0, 2, 3, 4]]
    assert made.flat.tolist() == [3] * 9 + [1, 2, 3, 4]


def test_flat_stays_live_where_pytorch_moves_parameters():
    made = network(torch_engine).float()
    made.flat[:] = 5
    assert float(made.layers[0].W[0, 0].detach()) == 5
    made.layers[0].W.data = torch.full((3, 2), 2.0)  # a place of its own
    made.flat[2] = 9
    assert made.layers[0].W[0].tolist() == [2, 2]
    assert float(made.layers[0].b[0].detach()) == 9


def test_flat_and_parts_of_it_that_are_kept_stay_live():
    made = network(torch_engine)
    flat, part = made.flat, made.flat[9:12]  # the last layer's weights
    part.mul_(0).add_(4.0)
    assert made.layers[1].W.tolist() == [[4, 4, 4]]
    torch_engine.train(made, XOR, Y, **TASK, optimizer=torch_engine.SGD(0.1))
    assert part.tolist() == made.layers[1].W[0].tolist() != [4, 4, 4]
    flat -= 1.0
    torch.add(flat, 2.0, out=flat)
    assert part.tolist() == made.layers[1].W[0].tolist()
    assert made.flat is flat
    assert flat.clone() is not flat
    assert type(flat + 1) is torch.Tensor
    loss = (flat.clone().requires_grad_() ** 2).sum()
    loss.backward()
    for parameter in made.parameters():
        assert parameter.is_contiguous()


def saved_and_loaded(thing):
    file = io.BytesIO()
    torch.save(thing, file)
    file.seek(0)
    return torch.load(file)


COPIES = {
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
    "pickle": lambda thing: pickle.loads(pickle.dumps(thing)),
}


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_of_flat_has_the_values_and_no_network(engine, way):
    made = network(engine)
    before = as_array(made.flat).copy()
    for part in (slice(None), slice(9, 12)):
        twin = COPIES[way](made.flat[part])
        np.testing.assert_array_equal(as_array(twin), before[part])
        twin[:] = 7.0
        np.testing.assert_array_equal(as_array(made.flat), before)


def test_flat_can_be_saved_by_pytorch():
    made = network(torch_engine)
    with torch.no_grad():
        made.layers[0].W[:] = 3.0
    found = saved_and_loaded({"flat": made.flat, "part": made.flat[:2]})
    assert type(found["flat"]) is torch.Tensor
    np.testing.assert_array_equal(found["flat"], as_array(made.flat))
    assert found["part"].tolist() == [3, 3]


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("name", ["SGD", "Momentum", "Adagrad", "Adadelta", "RMSProp", "Adam"])
def test_a_copy_of_an_optimiser_goes_on_beside_it(engine, name, way):
    optimizer, g = getattr(engine, name)(0.1), np.array([1.0, -3.0, 2.0])
    theta = np.array([1.0, 2.0, 3.0])
    theta = theta if engine is numpy_engine else torch.tensor(theta)
    reference, expected = optimizer.fresh(), copy.deepcopy(theta)
    for step in range(3):
        optimizer.step(theta, g / (step + 1))
        reference.step(expected, g / (step + 1))
    twin = COPIES[way](COPIES[way](optimizer))
    other = copy.deepcopy(theta)
    for step in range(3):
        for each, values in ((optimizer, theta), (twin, other), (reference, expected)):
            each.step(values, g - step)
        np.testing.assert_array_equal(as_array(theta), as_array(expected))
        np.testing.assert_array_equal(as_array(other), as_array(expected))


def test_a_copy_of_an_optimiser_goes_on_with_parameters_of_that_kind(engine):
    def zeros(*shape, dtype="float64"):
        made = np.zeros(shape, dtype)
        return made if engine is numpy_engine else torch.tensor(made)

    optimizer = engine.Adam()
    optimizer.step(zeros(3), np.ones(3))
    for wrong in (zeros(2), zeros(2, 3), zeros(3, dtype="float32")):
        twin = copy.deepcopy(optimizer)
        message = r"parameters must be those that the state belongs to, .*float64 of shape \(3,\)"
        with pytest.raises(ValueError, match=message):
            twin.step(wrong, np.ones(wrong.shape))
        twin.step(zeros(3), np.ones(3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda e: e.Network((2, 1), dropout=0.5), "dropout above 0 needs a hidden layer"),
        (
            lambda e: e.sweep((2, 1), XOR, Y, output="sigmoid", dropout=(0.0, 0.5), **TASK),
            "dropout above 0 needs a hidden layer",
        ),
        (
            lambda e: e.train(
                network(e), XOR, Y, optimizer=e.SGD(), masks=lambda *a: np.ones(a[2]), **TASK
            ),
            "masks needs a network with dropout above 0",
        ),
        (
            lambda e: e.value_and_gradient(
                network(e), XOR, Y, TASK["loss"], mask=[np.ones((4, 3))]
            ),
            "mask needs a network with dropout above 0",
        ),
        (
            lambda e: e.sweep(
                (2, 3, 1), XOR, Y, output="sigmoid", init="zeros", start=np.zeros(13), **TASK
            ),
            "start takes the place of what init draws",
        ),
        (
            lambda e: e.train(
                network(e), XOR, Y, optimizer=e.SGD(), early_stopping=e.EarlyStopping(1), **TASK
            ),
            "early_stopping watches the validation loss",
        ),
    ],
)
def test_arguments_that_would_do_nothing_are_errors(engine, call, message):
    with pytest.raises(ValueError, match=message):
        call(engine)
