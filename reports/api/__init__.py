"""Registers and indicators as the API shows them."""
