"""Pages of the assessment of unions."""
