"""What every sweep does, whichever engine trains: axes, stacks, results, processes."""
