"""Known faults for demo data: one way to make each that the rules of data quality find, and what was made."""
