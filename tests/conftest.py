"""Settings of every test: hypothesis draws the same examples each time, and times none of them;
Ctrl-C works in the programs that tests start."""

import signal

from hypothesis import settings

settings.register_profile("dlbook", deadline=None, derandomize=True)
settings.load_profile("dlbook")

# a shell that starts the tests in the background has them, and what they start, ignore it
signal.signal(signal.SIGINT, signal.default_int_handler)
