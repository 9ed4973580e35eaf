"""Procedures, reviews with their records, notices with objections, delegations."""

from reviews.models.delegations import Delegation
from reviews.models.notices import Notice, NoticeLine, Objection
from reviews.models.procedures import Procedure, Step
from reviews.models.reviews import Appraisal, Meeting, Record, Review, Submission

__all__ = [
    "Appraisal",
    "Delegation",
    "Meeting",
    "Notice",
    "NoticeLine",
    "Objection",
    "Procedure",
    "Record",
    "Review",
    "Step",
    "Submission",
]
