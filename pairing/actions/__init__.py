"""Every write on pairings, cadres and visits that is more than saving one form."""
