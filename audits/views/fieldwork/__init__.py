"""The pages of an assessor."""
