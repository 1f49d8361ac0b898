"""Tests of what goes back into a Word file."""
