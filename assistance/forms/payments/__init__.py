"""Forms of batches of payments, their lines and stops."""
