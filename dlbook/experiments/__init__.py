"""Measurements of single chapters, a module each; the engines know nothing of them."""
