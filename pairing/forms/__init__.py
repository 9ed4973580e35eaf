"""Forms of visits, pairings, cadres and helping units, and of the filters of their lists."""
