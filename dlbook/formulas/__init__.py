"""What the chapters derive, as plain NumPy functions that read like their equations.

Nothing here checks its input, changes an array or knows a size. A function takes arrays and gives
new ones, in their dtype; axes are counted from the end, so that leading axes (a stack of networks)
pass through. Features are rows and examples are columns: x is (…, n_in, B).
"""
