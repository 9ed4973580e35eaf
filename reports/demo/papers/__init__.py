"""Made-up papers of demo archives."""
