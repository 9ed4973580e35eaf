"""The drive of April to July 2020 played through the real actions, to be held against the report."""
