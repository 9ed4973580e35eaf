"""Pages of batches of payments, their lines and stops."""
