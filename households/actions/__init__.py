"""Every write on archives that is more than saving one form."""
