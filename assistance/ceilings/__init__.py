"""What may be paid to whom: items of aid, their dated rules, and the calculation of the ceiling."""
