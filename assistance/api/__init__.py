"""Difficulties, measures, department tasks, payments and aid received as the API shows them."""
