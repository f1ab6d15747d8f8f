"""dlbook's NumPy engine."""

from benchmarks.measure import Run
from dlbook.measurements.workloads import Workload
from dlbook.numpy_engine import train


def make(workload: Workload) -> Run:
    """Train with `dlbook.numpy_engine.train`."""
    masks = workload.ready_masks()

    def run() -> float:
        history = train(
            workload.network(), workload.X, workload.y, loss=workload.loss,
            optimizer=workload.optimizer, epochs=workload.epochs, batch_size=workload.batch_size,
            seed=workload.seed, record=[workload.epochs], masks=masks,
        )  # fmt: skip
        return history.train_loss[-1]

    return run
