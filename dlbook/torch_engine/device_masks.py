"""Dropout's random words: from NumPy's streams on the CPU, drawn on the device on a GPU.

On the CPU the words are those of the NumPy engine, one stream a seed, so that both engines drop
the same units. Bringing them to a GPU would cost more than the training, so there the words come
from the device's own generator, seeded by the first stream: the same call gives the same result on
the same device, but not the units that the CPU drops.
"""

from collections.abc import Sequence

import numpy as np
import torch

from dlbook.training.randomness import WORD_VALUES, Masks, draw_words, keep_threshold


class Words:
    """A source of random words on `device`: an independent set for each stream.

    on_device: whether they are drawn there; by default, on all but the CPU. `generators` are the
    device's own generators that are used then.
    """

    def __init__(
        self,
        streams: Sequence[np.random.Generator],
        device: torch.device,
        *,
        on_device: bool | None = None,
    ) -> None:
        self._streams = streams
        self._device = device
        self.generators: list[torch.Generator] = []
        if device.type != "cpu" if on_device is None else on_device:
            seed = int(streams[0].integers(2**63))
            self.generators.append(torch.Generator(device).manual_seed(seed))

    def draw(self, n_units: int, batch: int) -> torch.Tensor:
        """Words 0 … 65535, (n_streams, n_units, batch), of torch.int32."""
        if self.generators:
            shape = (len(self._streams), n_units, batch)
            return torch.randint(
                WORD_VALUES,
                shape,
                dtype=torch.int32,
                device=self._device,
                generator=self.generators[0],
            )
        words = np.stack([draw_words(rng, (n_units, batch)) for rng in self._streams])
        return torch.from_numpy(words.astype(np.int32))


def device_masks(stream: np.random.Generator, p: float, device: torch.device) -> Masks:
    """Masks (step, layer, shape) -> flags for one network of dropout rate `p`, on `device`."""
    words = Words([stream], device)
    threshold = keep_threshold(p)
    return lambda step, layer, shape: (words.draw(shape[1], shape[0])[0] >= threshold).T
