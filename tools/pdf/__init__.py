"""The book as one PDF: pages printed without scripts, joined, linked and numbered."""
