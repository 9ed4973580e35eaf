"""A whole year of 回头看 played through the real actions, so that its statistics can be held against the report's."""
