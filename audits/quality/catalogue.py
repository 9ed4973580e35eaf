"""Every rule, in the order in which they are run and shown."""

from audits.quality.rule import Rule
from audits.quality.rules import aid, family, identity, income, measures, patterns, status, visits

RULES: tuple[Rule, ...] = (
    *identity.RULES,
    *family.RULES,
    *income.RULES,
    *status.RULES,
    *aid.RULES,
    *visits.RULES,
    *measures.RULES,
    *patterns.RULES,
)
BY_CODE = {rule.code: rule for rule in RULES}
