"""dlbook: the foundations of deep learning, from scratch in NumPy and again in PyTorch.

Importing it needs NumPy alone. The engines are `dlbook.numpy_engine` and `dlbook.torch_engine`;
data sets are in `dlbook.data`.
"""

__version__ = "0.1.0"
