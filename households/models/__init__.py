"""The archive of a household and its parts."""

from households.models.access import ArchiveGrant, ListColumns
from households.models.archive import Household
from households.models.attachments import Attachment
from households.models.difficulty import Difficulty
from households.models.imports import ImportItem, ImportRun
from households.models.income import IncomeLine, IncomeSurvey, LivingStandard
from households.models.people import Member

__all__ = [
    "ArchiveGrant",
    "Attachment",
    "Difficulty",
    "Household",
    "ImportItem",
    "ImportRun",
    "IncomeLine",
    "IncomeSurvey",
    "ListColumns",
    "LivingStandard",
    "Member",
]
