"""A stack of networks trained in step: same shape and data, each its own rate, dropout and seed.

The networks are sorted by seed, since those of one seed see the same batches and the same draws
for dropout. All that a step reads and writes stays in the same tensors, so that on a CUDA GPU it
can be replayed as a graph.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import torch

from dlbook.sweeps.planning import Members, Plan
from dlbook.torch_engine.device_masks import Words
from dlbook.torch_engine.devices import autocast
from dlbook.torch_engine.flat import gathered
from dlbook.torch_engine.graphs import Graphs, Step
from dlbook.torch_engine.network import Network
from dlbook.torch_engine.objective import Examples, right
from dlbook.torch_engine.stack import Stack
from dlbook.torch_engine.updates import UPDATES, OneByOne, builder, fresh_state, update
from dlbook.training.batches import batches
from dlbook.training.randomness import keep_threshold, streams
from dlbook.training.schedules import Schedule, as_schedule

# Examples that are measured at a time, so that a large set needs little more memory than training
EXAMPLES_MEASURED = 1024


class StackTraining:
    """R = seeds × (rate, dropout) pairs networks in training.

    plan: what all share, with examples that are tensors on the device, and the precision;
    members: seeds, rates and dropout rates of the networks. See `dlbook.sweeps.planning`.
    """

    def __init__(self, plan: Plan, members: Members) -> None:
        self.plan = plan
        self.members = members
        X, y = plan.examples.X, plan.examples.y
        # examples as columns: (n_in, n), and (n,) or (n_out, n)
        self.X, self.y = X.movedim(0, -1).contiguous(), y.movedim(0, -1).contiguous()
        self.device, self.dtype = X.device, X.dtype
        kinds = {"activation": plan.activation, "output": plan.output, "loss": plan.loss}
        self.stack = Stack(self._initial(), plan.sizes, **kinds)
        self.streams = [streams(seed) for seed in members.seeds]
        self.schedules = [as_schedule("lr", rate) for rate in members.rates]
        self.lr_changes = any(isinstance(rate, Schedule) for rate in members.rates)
        self.steps = 0
        # the tensors that a replayed step reads: the rates, and the number of the step
        self.lr = torch.empty(len(members), 1, dtype=self.dtype, device=self.device)
        self.step_number = torch.zeros((), dtype=torch.float64, device=self.device)
        self._set_rates()
        self._prepare_masks()
        self._prepare_update()
        self._batches: dict[int, tuple[torch.Tensor, Callable[[Step], None]]] = {}

    def _initial(self) -> torch.Tensor:
        """Initial parameters (R, n_parameters): each seed's, for every pair."""
        plan = self.plan
        kinds = {"init": plan.init, "dtype": plan.dtype, "device": "cpu"}
        if self.members.starts is not None:
            starts = torch.tensor(self.members.starts, dtype=self.dtype)
        else:
            networks = (Network(plan.sizes, seed=seed, **kinds) for seed in self.members.seeds)
            drawn = [gathered(network) for network in networks]
            starts = torch.stack(drawn)
        rows = starts.repeat_interleave(len(self.members.rates), dim=0)
        return rows.to(self.device)

    def _set_rates(self) -> None:
        """The learning rates (R, 1) of the next step."""
        rates = [schedule(self.steps) for schedule in self.schedules]
        column = torch.tensor(rates * len(self.members.seeds), dtype=self.dtype)
        self.lr.copy_(column[:, None])

    def _prepare_masks(self) -> None:
        """Thresholds and scales (1, pairs, 1, 1), to be compared with a seed's draws."""
        dropouts = self.members.dropouts
        self.words = None
        if any(dropouts):
            shape = (1, len(dropouts), 1, 1)
            thresholds = torch.tensor([keep_threshold(p) for p in dropouts], dtype=torch.int32)
            self.thresholds = thresholds.view(shape).to(self.device)
            scales = torch.tensor([1 / (1 - p) for p in dropouts], dtype=self.dtype)
            self.scales = scales.view(shape).to(self.device)
            self.words = Words([stream.dropout for stream in self.streams], self.device)

    def _prepare_update(self) -> None:
        """The optimiser's state, and whether a step can be replayed: what a reader's own optimiser
        does in it is not known."""
        optimizer, self.own, replayed = self.plan.optimizer, None, self.device
        if builder(optimizer) in UPDATES:
            self.state = fresh_state(optimizer, self.stack.parameters)
        else:
            self.own = OneByOne(optimizer, *self.stack.one_by_one())
            replayed = torch.device("cpu")
        self._graphs = Graphs(replayed, self.words.generators if self.words else ())

    def _update(self) -> None:
        """From the gradients to new parameters."""
        if self.own is not None:
            self.own.step(self.lr[:, 0].tolist())
            return
        stack = self.stack
        tensors = stack.parameters, stack.gradients, self.state, self.lr, self.step_number
        update(self.plan.optimizer, *tensors)

    def run_epoch(self) -> None:
        """One pass of every network over the data, each seed in its own order."""
        n = self.X.shape[1]
        if self.plan.batch_size >= n:
            self._advance(n)
            return
        size = self.plan.batch_size
        epoch = [list(batches(n, size, stream.order)) for stream in self.streams]
        orders = torch.from_numpy(np.stack([np.concatenate(order) for order in epoch]))
        orders = orders.to(self.device)
        for start in range(0, n, size):
            rows = orders[:, start : start + size]
            self._advance(rows.shape[1], rows)

    def _advance(self, size: int, rows: torch.Tensor | None = None) -> None:
        """One step of all networks; `rows` (seeds, size) are each seed's examples, None all."""
        if size not in self._batches:
            chosen = torch.empty(
                (len(self.members.seeds), size), dtype=torch.int64, device=self.device
            )
            self._batches[size] = chosen, self._graphs.runner()
        chosen, run = self._batches[size]
        if rows is not None:
            chosen.copy_(rows)
        if self.lr_changes:
            self._set_rates()
        self.steps += 1
        run(partial(self._step, size, None if rows is None else chosen))

    def _step(self, size: int, chosen: torch.Tensor | None) -> None:
        """Forward, backward and update, from tensors that stay where they are."""
        self.step_number.add_(1)
        X, y = self._columns(chosen)
        masks = self._masks(size) if self.words else None
        with autocast(self.plan.precision, self.device, self.dtype):
            losses = self.stack.losses(self.stack.logits(X, masks), y)
        self.stack.differentiate(losses, self.plan.l2)
        self._update()

    def _columns(self, chosen: torch.Tensor | None) -> tuple[torch.Tensor, torch.Tensor]:
        """X (groups, n_in, B) and y (groups, …, B) of each seed's examples, or of all, once."""
        if chosen is None:
            return self.X[None], self.y[None]
        # (…, seeds, B) to seeds first
        return self.X[:, chosen].transpose(0, 1), self.y[..., chosen].movedim(-2, 0)

    def _masks(self, size: int) -> list[torch.Tensor]:
        """Inverted dropout, (R, n_hidden, B) a layer; the networks of a seed share its draws."""
        masks = []
        for width in self.plan.sizes[1:-1]:
            kept = self.words.draw(width, size)[:, None] >= self.thresholds
            masks.append((kept * self.scales).flatten(0, 1))
        return masks

    @torch.no_grad()
    def measure(self, examples: Examples) -> tuple[np.ndarray, np.ndarray]:
        """Each network's mean loss and accuracy (R,) on the examples, without dropout."""
        X, y = examples.X.movedim(0, -1)[None], examples.y.movedim(0, -1)[None]
        n = X.shape[2]
        losses = torch.zeros(len(self.members), dtype=torch.float64, device=self.device)
        hits = torch.zeros_like(losses)
        for start in range(0, n, EXAMPLES_MEASURED):
            part = slice(start, start + EXAMPLES_MEASURED)
            targets = y[..., part]
            with autocast(self.plan.precision, self.device, self.dtype):
                logits = self.stack.logits(X[..., part])
                losses += self.stack.losses(logits, targets).double() * (targets.shape[-1] / n)
            if self.plan.loss != "mse":
                # right() takes the classes or outputs on the last axis
                rows = right(logits.transpose(1, 2), targets.movedim(-1, 1), self.plan.loss)
                hits += rows.double().flatten(1).mean(1) * (targets.shape[-1] / n)
        accuracy = hits if self.plan.loss != "mse" else torch.full_like(hits, torch.nan)
        accuracy[~losses.isfinite()] = torch.nan
        return losses.cpu().numpy(), accuracy.cpu().numpy()

    def copy_parameters(self, rows: np.ndarray) -> None:
        """Fill `rows`, (R, n_parameters), with the parameters as they are now."""
        rows[...] = self.stack.flat.cpu().numpy()
