"""Save and load networks; the files are the same for both engines."""

from os import PathLike

import torch

from dlbook import checks
from dlbook.torch_engine.devices import choose_device
from dlbook.torch_engine.network import Network
from dlbook.torch_engine.objective import check_network
from dlbook.training import storage
from dlbook.training.initialisation import INITIALISATIONS


def save(network: Network, path: str | PathLike) -> None:
    """Write `network`, settings and parameters, to the file `path`, which is replaced.

    On an error the file that was there is there still.
    """
    check_network(network)
    state = {name: value.cpu().numpy() for name, value in network.state_dict().items()}
    storage.write(path, storage.settings_of(network), state)


def load(path: str | PathLike, *, device: str | torch.device = "auto") -> Network:
    """The network in the file `path`, written by `save` of either engine, on `device`.

    A file that is damaged, or of something else, is a ValueError that says so.
    """
    place = choose_device(device)
    settings, state = storage.read(path)
    init = settings.pop("init")
    try:
        network = Network(**settings, init="zeros", device=place)
        network.load_state_dict(state)
        network.init = "zeros" if init is None else checks.choice("init", init, INITIALISATIONS)
    except (TypeError, ValueError) as error:
        raise ValueError(f"path {str(path)!r} holds no valid network: {error}") from None
    return network
