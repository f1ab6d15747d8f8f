"""dlbook's PyTorch engine."""

from benchmarks.measure import Run
from dlbook import torch_engine
from dlbook.measurements.workloads import Workload


def make(workload: Workload, device: str = "cpu") -> Run:
    """Train with `dlbook.torch_engine.train` from the same start."""
    start = workload.network().state_dict()
    # a GPU draws its masks itself, which is quicker than fetching them from the CPU
    masks = workload.ready_masks() if device == "cpu" else None
    settings = type(workload.optimizer).__name__
    optimizer = getattr(torch_engine, settings)(lr=workload.optimizer.lr)

    def run() -> float:
        network = torch_engine.Network(
            workload.sizes, activation=workload.activation, output=workload.output,
            dropout=workload.dropout, seed=workload.seed, dtype=workload.dtype, device=device,
        )  # fmt: skip
        network.load_state_dict(start)
        history = torch_engine.train(
            network, workload.X, workload.y, loss=workload.loss, optimizer=optimizer,
            epochs=workload.epochs, batch_size=workload.batch_size, seed=workload.seed,
            record=[workload.epochs], masks=masks,
        )  # fmt: skip
        return history.train_loss[-1]

    return run
