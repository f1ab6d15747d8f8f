"""One module a chapter, named like its notebook: its questions."""
