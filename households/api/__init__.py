"""Archives and their changes as the API shows them."""
