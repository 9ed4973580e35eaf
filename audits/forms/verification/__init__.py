"""Forms of third-party verification."""
