"""What is done to seasonal actions and their target lists."""
