"""Checks: generic kinds that read a Report and a rule's options."""
