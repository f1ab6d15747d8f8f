"""Measurements of single chapters: batch noise, costs, signals, transfer, deep landscapes."""
