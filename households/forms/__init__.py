"""Forms of the archive, in the sections and the order of the paper form."""
