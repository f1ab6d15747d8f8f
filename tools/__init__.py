"""The commands behind the Makefile: set-up, build, serve, storing the notebooks."""
