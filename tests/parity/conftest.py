"""What the comparisons of the two engines share: each engine by turns; the CPU, on a machine with a
GPU."""

import pytest
import torch

from dlbook import numpy_engine, torch_engine


@pytest.fixture(params=[numpy_engine, torch_engine], ids=["numpy", "torch"])
def engine(request):
    """The NumPy engine, then the PyTorch engine."""
    return request.param


@pytest.fixture(autouse=True, scope="module")
def compared_on_the_cpu(request):
    """The device "auto" is the CPU, where both engines draw the same masks; not in test_cuda."""
    with pytest.MonkeyPatch.context() as patch:
        if request.path.stem != "test_cuda":
            patch.setattr(torch.cuda, "is_available", lambda: False)
        yield
