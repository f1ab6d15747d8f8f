"""Formulas written down as programs, and the machines that run them."""
