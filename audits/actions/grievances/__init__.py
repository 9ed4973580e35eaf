"""Verbs of grievances."""
