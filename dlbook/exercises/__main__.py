"""`python -m dlbook.exercises` is `dlbook exercises`."""

import sys

from dlbook.exercises.command import exercises

sys.exit(exercises())
