"""Papers of the assessment of unions: the card of one, the results of all."""
