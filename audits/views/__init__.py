"""Pages of 六清."""
