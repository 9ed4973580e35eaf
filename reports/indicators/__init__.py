"""Statistics: what is counted, how, and the numbers by union, month and day."""
