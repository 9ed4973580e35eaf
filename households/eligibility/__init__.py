"""Who counts as in hardship: dated rules, and the calculation that anybody can follow line by line."""
