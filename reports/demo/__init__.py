"""Invented accounts for trying the system; never real people."""
