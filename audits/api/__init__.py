"""The API of the audits: campaigns, verifications with their findings, data quality, grievances, scores."""
