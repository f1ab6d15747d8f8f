"""One thread for each process that computes: the book's networks are small, and threads that wait
for one another on a busy machine made a chapter three times slower, and its last digits vary."""

import os
from collections.abc import Mapping

COUNTS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def one_thread(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Answer a copy of `environment` in which a count that is not given is one."""
    return {**dict.fromkeys(COUNTS, "1"), **environment}
