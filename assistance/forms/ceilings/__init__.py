"""Forms of items of aid, their rules, and bills."""
