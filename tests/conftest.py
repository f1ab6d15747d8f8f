"""Settings of every test: hypothesis draws the same examples each time, and times none of them."""

from hypothesis import settings

settings.register_profile("dlbook", deadline=None, derandomize=True)
settings.load_profile("dlbook")
