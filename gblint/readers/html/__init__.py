"""Web pages: bytes → Document. `reader.py` is the way in, `mhtml.py` that of pages in one file."""
