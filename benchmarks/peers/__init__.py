"""One file a peer: `make(workload)` gives a function that trains from the start, and the loss.

Each measures the loss of the whole set before and after training, as dlbook's records do.
The peers are handed the batches and the dropout masks ready-made; dlbook draws its own in its time.
"""
