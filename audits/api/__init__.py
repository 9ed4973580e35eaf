"""The API of the audits: campaigns, verifications with their findings, data quality, grievances, scores."""

from households.api.changes import ADDRESSES

ADDRESSES["reviews"] = "api_review_detail"  # of archives; reviews themselves know nothing of the feed
