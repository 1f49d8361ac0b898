"""How fast gblint is, beside what it is measured against: `python -m benchmarks`."""
