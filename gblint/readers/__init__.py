"""Readers: bytes of a file → Document. One file per input kind."""
