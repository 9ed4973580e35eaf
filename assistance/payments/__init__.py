"""Payments: batches and their lines, the stop list before payment, the bank's files, and what came of each line."""
