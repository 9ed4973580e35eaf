"""Papers of money: rosters and receipts of a batch, its approval form and voucher, reports of funds and of actions."""
