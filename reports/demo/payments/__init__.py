"""Four years of money, 2017 to 2020: budgets, batches, payments and services in the proportions of the report."""
