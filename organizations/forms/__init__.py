"""Forms of login, accounts, roles, unions and offices."""
