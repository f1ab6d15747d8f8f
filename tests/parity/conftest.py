"""What the comparisons of the two engines need on a machine with a GPU."""

import pytest
import torch


@pytest.fixture(autouse=True, scope="module")
def compared_on_the_cpu(request):
    """The device "auto" is the CPU, where both engines draw the same masks; not in test_cuda."""
    with pytest.MonkeyPatch.context() as patch:
        if request.path.stem != "test_cuda":
            patch.setattr(torch.cuda, "is_available", lambda: False)
        yield
