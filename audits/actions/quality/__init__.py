"""What is done about data quality: runs of the rules, and waivers of what they find."""
