"""Builds reports for the tests: a plan of what a report says, and ways of writing it down."""
