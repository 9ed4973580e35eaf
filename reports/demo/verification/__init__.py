"""The verification of the drive of 2020 played through the real actions, to be held against the published rates."""
