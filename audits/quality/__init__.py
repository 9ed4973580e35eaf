"""Data quality: rules over the whole register, the faults that they find, and whose they are to mend."""
