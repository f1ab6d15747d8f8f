"""The starts a network can have: the draws that both engines share, made in NumPy."""

from dlbook.training.initialisation import initial_weights, normal, scaled, uniform

__all__ = ["initial_weights", "normal", "scaled", "uniform"]
