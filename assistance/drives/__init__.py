"""Seasonal actions (送温暖, 金秋助学): plan, target list, progress, report."""
