"""The bank: layouts of its files, writing what goes out, reading what comes back, and lines that are paid again."""
