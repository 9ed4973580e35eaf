"""Invented accounts and households for trying the system; never real people."""
