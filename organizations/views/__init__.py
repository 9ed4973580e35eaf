"""Pages of login and administration, split by noun."""
