"""Formulas written down as programs, and the machines that run them.

`trace` notes what a plain NumPy function does, `plan` says where each result lies and binds NumPy's
calls to their arrays, `run` does both and keeps what it made for the next time.
"""

from dlbook.programs.errors import CannotTrace
from dlbook.programs.operations import OPERATIONS, Operation, Trace
from dlbook.programs.packing import Packed, pack
from dlbook.programs.planning import plan
from dlbook.programs.program import Program
from dlbook.programs.running import bytes_of, program_of, run, trace_of
from dlbook.programs.tracing import trace

__all__ = [
    "OPERATIONS",
    "CannotTrace",
    "Operation",
    "Packed",
    "Program",
    "Trace",
    "bytes_of",
    "pack",
    "plan",
    "program_of",
    "run",
    "trace",
    "trace_of",
]
