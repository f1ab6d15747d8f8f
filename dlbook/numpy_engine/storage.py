"""Save and load networks; the files are the same for both engines."""

from os import PathLike

from dlbook import checks
from dlbook.numpy_engine.network import Network
from dlbook.numpy_engine.objective import check_network
from dlbook.training import storage
from dlbook.training.initialisation import INITIALISATIONS


def save(network: Network, path: str | PathLike) -> None:
    """Write `network`, settings and parameters, to the file `path`, which is replaced.

    On an error the file that was there is there still.
    """
    check_network(network)
    storage.write(path, storage.settings_of(network), network.state_dict())


def load(path: str | PathLike) -> Network:
    """The network in the file `path`, written by `save` of either engine.

    A file that is damaged, or of something else, is a ValueError that says so.
    """
    settings, state = storage.read(path)
    init = settings.pop("init")
    try:
        network = Network(**settings, init="zeros")
        network.load_state_dict(state)
        network.init = "zeros" if init is None else checks.choice("init", init, INITIALISATIONS)
    except (TypeError, ValueError) as error:
        raise ValueError(f"path {str(path)!r} holds no valid network: {error}") from None
    return network
