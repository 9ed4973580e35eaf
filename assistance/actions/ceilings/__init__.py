"""Verbs about items of aid, their rules, and bills."""
