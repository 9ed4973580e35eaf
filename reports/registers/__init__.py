"""Registers: long tables for offices, as paper and as workbook, by an engine that stays quick at 10,000 rows."""
