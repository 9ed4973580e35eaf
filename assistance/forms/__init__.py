"""Forms of aid, difficulties and measures."""
