"""Payments: batches and their lines, the stop list before payment, and what came of each line."""
