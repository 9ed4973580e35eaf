"""The six parts: rows of one household → what is printed, in the words of the form; no query."""
