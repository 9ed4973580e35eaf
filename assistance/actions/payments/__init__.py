"""Verbs of payments: drawing batches, their lines and stops, handing in, locking, and what came of each line."""
