"""The verbs of funds and budgets: setting up, granting, passing on, taking back, the end of a year, closing."""

from assistance.actions.funds.closing import close_period
from assistance.actions.funds.funds import edit_fund, open_fund, restore_fund, retire_fund
from assistance.actions.funds.granting import adjust, grant, grant_to, open_budget
from assistance.actions.funds.moving import allocate, return_up, transfer
from assistance.actions.funds.yearend import carry_over, lapse

__all__ = [
    "adjust",
    "allocate",
    "carry_over",
    "close_period",
    "edit_fund",
    "grant",
    "grant_to",
    "lapse",
    "open_budget",
    "open_fund",
    "restore_fund",
    "retire_fund",
    "return_up",
    "transfer",
]
