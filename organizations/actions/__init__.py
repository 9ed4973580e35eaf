"""Every write on organizations, accounts and the access log."""
