"""What the chapters derive, as plain NumPy functions that read like their equations.

Nothing here checks its input, changes an array or knows a size. A function takes arrays and gives
new ones, in their dtype; axes are counted from the end, so that leading axes (a stack of networks)
pass through. Features are rows and examples are columns: x is (…, n_in, B).

On the way to a right answer a number may become infinite or 0, as e^-z does in σ(-10⁴) = 0, and
NumPy then warns or raises as `np.seterr` says. Programs are made of these very operations, so the
formulas have none that only keep NumPy quiet; whoever calls them on such numbers does that, with
`np.errstate(over="ignore", under="ignore")`, as both engines do.
"""
