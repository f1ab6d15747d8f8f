"""The live figures of the book: one class a figure, with one module that draws it."""

from dlbook.figures.activation import Activation
from dlbook.figures.base import FIGURES, Figure
from dlbook.figures.batches import Batches
from dlbook.figures.bend import Bend
from dlbook.figures.capacity import Capacity
from dlbook.figures.chain_rule import ChainRule
from dlbook.figures.crossover import Crossover
from dlbook.figures.depth import Depth
from dlbook.figures.draw import Draw
from dlbook.figures.dropout import Dropout
from dlbook.figures.features import Features
from dlbook.figures.forward_pass import ForwardPass
from dlbook.figures.grid import Grid
from dlbook.figures.landscape import Landscape
from dlbook.figures.loss_curve import LossCurve
from dlbook.figures.neuron import Neuron
from dlbook.figures.pass_fail import PassFail
from dlbook.figures.penalty import Penalty
from dlbook.figures.predict import Predict, Quiz
from dlbook.figures.race import Race
from dlbook.figures.rate import Rate
from dlbook.figures.shared_batch import SharedBatch
from dlbook.figures.stopping_point import StoppingPoint
from dlbook.figures.style import PALETTE, book_style, colour
from dlbook.figures.terrain import Terrain
from dlbook.figures.transfer import Transfer

__all__ = [
    "FIGURES",
    "PALETTE",
    "Activation",
    "Batches",
    "Bend",
    "Capacity",
    "ChainRule",
    "Crossover",
    "Depth",
    "Draw",
    "Dropout",
    "Features",
    "Figure",
    "ForwardPass",
    "Grid",
    "Landscape",
    "LossCurve",
    "Neuron",
    "PassFail",
    "Penalty",
    "Predict",
    "Quiz",
    "Race",
    "Rate",
    "SharedBatch",
    "StoppingPoint",
    "Terrain",
    "Transfer",
    "book_style",
    "colour",
]
