"""Writes of assistance: aid received, years without it, measures."""
