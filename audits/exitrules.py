"""Which rule of exit holds for an archive on a day; all rules are read once, so that many archives cost one query."""

import datetime
from dataclasses import dataclass
from typing import Self

from audits.models import ExitRule
from core.errors import DomainError
from households.models import Household

NO_RULE = "本地区还没有登记退出规则，请先在“退出规则”中登记。"


@dataclass(frozen=True)
class RuleBook:
    """The rules in force on a day, the nearest, narrowest and latest first."""

    rules: tuple[ExitRule, ...]

    @classmethod
    def on(cls, day: datetime.date) -> Self:
        """Read the rules of a day; one query."""
        rules = ExitRule.objects.filter(valid_from__lte=day).select_related("union")
        return cls(tuple(rules.order_by("-union__depth", "-level", "-valid_from")))

    def rule_of(self, household: Household) -> ExitRule:
        """Return the rule that holds for an archive. Raises DomainError when there is none."""
        for rule in self.rules:
            if household.union_path.startswith(rule.union.path) and rule.level in {"", household.level}:
                return rule
        raise DomainError(NO_RULE)
