"""Pages of archives, by noun."""
