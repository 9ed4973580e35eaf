"""Verbs of third-party verification."""
