"""Every write on six-clear states and their confirmations."""
