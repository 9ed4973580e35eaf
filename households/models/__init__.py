"""The archive of a household and its parts."""

from households.models.access import ArchiveGrant, ListColumns
from households.models.applications import ApplicationCode, QueryCode
from households.models.archive import Household
from households.models.attachments import Attachment
from households.models.checks import EconomicCheck, EconomicLine
from households.models.counts import ArchiveCount
from households.models.difficulty import Difficulty
from households.models.duplicates import DuplicateStale, DuplicateSuspicion
from households.models.eligibility import EligibilityCheck, VetoFinding
from households.models.feed import ChangeFeed
from households.models.imports import ImportItem, ImportRun
from households.models.income import IncomeLine, IncomeSurvey, LivingStandard
from households.models.lifecycle import StatusChange
from households.models.people import Member
from households.models.rules import MinimumWage, RuleCase, RuleSet, VetoRule

__all__ = [
    "ArchiveCount",
    "ApplicationCode",
    "ArchiveGrant",
    "Attachment",
    "ChangeFeed",
    "Difficulty",
    "DuplicateStale",
    "DuplicateSuspicion",
    "EconomicCheck",
    "EconomicLine",
    "EligibilityCheck",
    "Household",
    "ImportItem",
    "ImportRun",
    "IncomeLine",
    "IncomeSurvey",
    "ListColumns",
    "LivingStandard",
    "Member",
    "MinimumWage",
    "QueryCode",
    "RuleCase",
    "RuleSet",
    "StatusChange",
    "VetoFinding",
    "VetoRule",
]
