"""The prose of a report: what its sentences state about the tables, read by vocabulary."""
