"""Aid received, measures, tasks, policies; funds, ceilings, payments, services, seasonal actions."""

from assistance.models.aid import AidRecord, AidYearNone
from assistance.models.bank import BankFile, BankLayout, BankResult, BankResultRow
from assistance.models.batches import Batch
from assistance.models.ceilings import AidItem, Bill, ItemRule, RuleLine
from assistance.models.drives import AidDrive, DriveQuota, DriveTarget
from assistance.models.effects import Arrival, EffectJudgement
from assistance.models.funds import Budget, ClosedPeriod, Fund, LedgerEntry, SpendingTotal
from assistance.models.ledger_acts import LedgerAct
from assistance.models.measures import HelpPlan, Measure, MeasureTemplate
from assistance.models.payments import Payment, Stop
from assistance.models.policies import Policy
from assistance.models.requests import AidRequest
from assistance.models.services import Attendance, Enrolment, FollowUp, Service, ServiceCharge, ServiceSession
from assistance.models.tasks import Task, TaskAnswer, TaskList

__all__ = [
    "AidDrive",
    "AidItem",
    "AidRecord",
    "AidRequest",
    "AidYearNone",
    "Arrival",
    "Attendance",
    "BankFile",
    "BankLayout",
    "BankResult",
    "BankResultRow",
    "Batch",
    "Bill",
    "Budget",
    "ClosedPeriod",
    "DriveQuota",
    "DriveTarget",
    "EffectJudgement",
    "Enrolment",
    "FollowUp",
    "Fund",
    "HelpPlan",
    "ItemRule",
    "LedgerAct",
    "LedgerEntry",
    "Measure",
    "MeasureTemplate",
    "Payment",
    "Policy",
    "RuleLine",
    "Service",
    "ServiceCharge",
    "ServiceSession",
    "SpendingTotal",
    "Stop",
    "Task",
    "TaskAnswer",
    "TaskList",
]
