"""Operations asked for: against lists that can be written down by hand."""

import pytest
import torch

from dlbook.torch_engine.counting import asked_for


def test_a_linear_layer_forwards_and_backwards_by_hand():
    layer = torch.nn.Linear(3, 2)
    X = torch.ones(4, 3)
    found = asked_for(lambda: layer(X).sum().backward())
    # the layer and the sum; ones to start from; a product for the weights, a sum for the biases
    assert found == {"addmm": 1, "sum": 2, "ones_like": 1, "mm": 1}


def test_an_update_of_three_parameters():
    parameters = [torch.nn.Parameter(torch.ones(2)) for _ in range(3)]
    for parameter in parameters:
        parameter.grad = torch.ones(2)
    descent = torch.optim.SGD(parameters, lr=0.1, foreach=False)
    assert asked_for(descent.step) == {"add_": 3}


def test_what_touches_no_numbers_is_not_counted():
    X = torch.ones(4, 3)
    assert asked_for(lambda: X.T.reshape(12)[2:5].detach()) == {"clone": 1}
    assert asked_for(lambda: torch.empty(5)) == {}


@pytest.mark.parametrize("size", [2, 300])
def test_the_count_does_not_depend_on_size(size):
    A = torch.ones(size, size)
    assert asked_for(lambda: (A @ A).relu()) == {"mm": 1, "relu": 1}


def test_listening_ends_with_the_call_also_after_an_error():
    with pytest.raises(ZeroDivisionError):
        asked_for(lambda: 1 / 0)
    assert asked_for(lambda: torch.zeros(2) + 1) == {"zeros": 1, "add": 1}


def test_what_cannot_be_called_is_refused():
    with pytest.raises(TypeError, match="run must be a function to be called"):
        asked_for(torch.ones(2))
