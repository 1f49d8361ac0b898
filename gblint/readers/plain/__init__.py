"""Texts: bytes → Document. `reader.py` is the way in, `segments.py` parts tables from prose."""
