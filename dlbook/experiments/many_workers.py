"""Train the final project's network on digits or glyphs, with as many workers as torchrun starts.

    torchrun --standalone --nproc-per-node 2 -m dlbook.experiments.many_workers --epochs 10

On a machine with GPUs the same command gives each worker one. Needs PyTorch.
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence

from dlbook import data
from dlbook.torch_engine import Momentum, Network, save, training
from dlbook.torch_engine.workers import (
    BACKENDS,
    HOW_TO_START,
    WorkerLostError,
    Workers,
    join,
)
from dlbook.training.history import Record

LOSS = "softmax_cross_entropy"
DATA = ("digits", "glyphs")
TEST_SHARE = 0.2


def main(arguments: Sequence[str] | None = None) -> int:
    """Join the others, train, let worker 0 report and save; answer the exit status."""
    options = parse(arguments)
    signal.signal(signal.SIGTERM, _told_to_stop)
    try:
        with join(options.backend, timeout=options.timeout) as workers:
            report = print if workers.rank == 0 else _say_nothing
            report(f"{workers.count} workers on {workers.device.type}, {options.data}", flush=True)
            network = run(options, workers, report)
            agree = workers.same(network.flat)
            report(f"all workers hold the same parameters: {'yes' if agree else 'NO'}", flush=True)
            if workers.rank == 0 and options.save:
                save(network, options.save)
    except (ValueError, TypeError, OSError, RuntimeError) as error:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the message comes first
        print(f"{_who()}: {error}", file=sys.stderr, flush=True)
        return 1
    return 0 if agree else 1


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line's options; `parse([])` gives their defaults."""
    parser = argparse.ArgumentParser(
        prog=HOW_TO_START,
        description="Train one network on several workers, each with its share of every batch.",
    )
    parser.add_argument("--data", choices=DATA, default="digits", help="default: digits")
    parser.add_argument("--images", type=int, default=10_000, help="how many glyphs to draw")
    parser.add_argument("--hidden", type=int, default=128, help="hidden units; default 128")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch-size", type=int, default=100, help="of all workers together")
    parser.add_argument("--lr", type=float, default=0.05, help="learning rate")
    parser.add_argument("--dropout", type=float, default=0.2, help="dropout rate")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dtype", choices=("float64", "float32"), default="float64")
    parser.add_argument("--backend", choices=BACKENDS, default="auto")
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds to wait for others")
    parser.add_argument("--save", metavar="FILE", help="where worker 0 writes the network")
    return parser.parse_args(arguments)


def run(
    options: argparse.Namespace,
    workers: Workers | None = None,
    report: Callable[..., None] = print,
) -> Network:
    """Train as `options` say and return the network; without workers, in this process alone.

    Test images choose nothing: they are measured when training has ended.
    """
    parts = _images(options)
    network = Network(
        (parts.X_train.shape[1], options.hidden, 10),
        output="softmax",
        dropout=options.dropout,
        seed=options.seed,
        dtype=options.dtype,
        device="cpu" if workers is None else workers.device,
    )
    records = training(
        network,
        parts.X_train,
        parts.y_train,
        loss=LOSS,
        optimizer=Momentum(lr=options.lr),
        epochs=options.epochs,
        batch_size=options.batch_size,
        seed=options.seed,
        workers=workers,
    )
    for record in records:
        report(_line(record), flush=True)
    right = network.predict(parts.X_test).argmax(1).cpu().numpy() == parts.y_test
    report(f"test images right: {right.mean():.1%}", flush=True)
    return network


def _images(options: argparse.Namespace) -> data.Split:
    """The images, a fifth of them held out for the test; the same in every worker."""
    if options.data == "digits":
        images = data.digits()
    else:
        images = data.glyphs(options.images, seed=options.seed)
    test = round(TEST_SHARE * len(images))
    return data.split(images.X, images.y, validation=0, test=test, seed=options.seed)


def _line(record: Record) -> str:
    return (
        f"epoch {record.epoch:2}: training loss {record.train_loss:.3f}, "
        f"{record.train_accuracy:.1%} right"
    )


def _say_nothing(*_text: object, **_how: object) -> None:
    """What all workers but the first report."""


def _told_to_stop(_signal: int, _frame: object) -> None:
    """torchrun ends the other workers when one has failed; who is failing anyway says why."""
    if sys.exc_info()[0] is None:
        raise WorkerLostError("told to stop: another worker has failed")


def _who() -> str:
    if "RANK" not in os.environ:
        return "dlbook.experiments.many_workers"
    return f"worker {os.environ['RANK']} of {os.environ.get('WORLD_SIZE', '?')}"


if __name__ == "__main__":
    sys.exit(main())
