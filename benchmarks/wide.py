"""W1 to W3 again, OpenBLAS told to use registers of 512 bits: what not knowing them costs NumPy.

OpenBLAS chooses its routines by the processor's name, and takes those of an old one where it does
not know a new one. `OPENBLAS_CORETYPE`, set before NumPy is imported, overrules that.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks import results, single

CORETYPE = "SkylakeX"  # the first kind of processor for which OpenBLAS uses 512 bits
WORKLOADS = ("W1", "W2", "W3 float64", "W3 float32")
COMPARED = {single.REFERENCE, "NumPy written out", "PyTorch eager"}


def is_of_use() -> bool:
    """Whether the processor has such registers and OpenBLAS has not chosen them by itself."""
    cpuinfo = Path("/proc/cpuinfo")
    has_registers = cpuinfo.is_file() and "avx512f" in cpuinfo.read_text()
    chosen = results.versions().get("openblas", "")
    return has_registers and chosen.endswith(("Haswell", "Zen"))


def measure(workloads: tuple[str, ...] = WORKLOADS) -> dict:
    """The workloads in a process of their own, in which alone the variable is set."""
    os.environ["OPENBLAS_CORETYPE"] = CORETYPE
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            return process.submit(_measure_all, workloads).result()
    finally:
        del os.environ["OPENBLAS_CORETYPE"]


def _measure_all(workloads: tuple[str, ...]) -> dict:
    import torch

    torch.set_num_threads(1)
    others = single.PEERS.keys() - COMPARED
    return {
        "reference": single.REFERENCE,
        "openblas": results.versions()["openblas"],
        "workloads": {key: single.measure_one(key, others) for key in workloads},
    }
