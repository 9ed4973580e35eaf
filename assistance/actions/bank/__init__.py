"""What finance does with banks: keeping layouts, making files, reading results, paying failed lines again."""
