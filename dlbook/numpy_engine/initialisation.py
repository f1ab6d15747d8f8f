"""Initialisations of this engine: the shared ones."""

from dlbook.training.initialisation import INITIALISATIONS, initial_weights, normal, scaled, uniform

__all__ = ["INITIALISATIONS", "initial_weights", "normal", "scaled", "uniform"]
