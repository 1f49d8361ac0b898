"""Formats `xlsx` and `csv`: the ledger of a run, for those who see to many reports.

`sheets.py` says which tables there are and what stands in them; row after row goes to a workbook
(`workbook.py`) or to files (`csv_files.py`) as the results go by, so that a run of any length takes
the same memory. A figure that is not known is an empty cell and never 0.
"""
