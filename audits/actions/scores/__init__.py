"""The verbs of the assessment of unions."""
