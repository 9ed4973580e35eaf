"""Funds, their budgets down the tree of unions, and the ledger that every yuan of them goes through."""
