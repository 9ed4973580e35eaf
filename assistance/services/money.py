"""Which budget may bear the costs of a service."""

from assistance.models import Budget, Service
from assistance.services.enums import PROJECT_OF, ServiceKind
from core.errors import DomainError
from households.enums import Level


def check_budget(service: Service, budget: Budget | None) -> None:
    """Refuse a budget of another branch of the tree, or of a fund that is not for this kind of service.

    The budget comes with its fund and union. No query.
    """
    if budget is None:
        return
    if not service.union.path.startswith(budget.union_path):
        raise DomainError(f"“{budget}”不是{service.union}或其上级工会的预算，不能承担本项服务。", field="budget")
    project = PROJECT_OF[ServiceKind(service.kind)]
    if budget.fund.projects and project not in budget.fund.projects:
        raise DomainError(f"“{budget.fund}”不能用于{project.label}，请换一项资金。", field="budget")


def check_levels(service: Service, budget: Budget) -> None:
    """Refuse a fund that may not be spent on the levels of archive of those who take part; one query."""
    if not budget.fund.levels:
        return
    others = service.enrolments.taking_part().exclude(household__level__in=budget.fund.levels)  # type: ignore[attr-defined]
    if count := others.count():
        names = "、".join(str(Level(level).label) for level in budget.fund.levels)
        told = f"“{budget.fund}”只能用于{names}档案，参加人中有 {count} 人不属于，请换一项资金。"
        raise DomainError(told, field="budget")
