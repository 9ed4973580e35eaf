"""What organizations asks before a union is closed: are there archives that still need one."""

from households.models import Household
from organizations.models import Union


def close_archives_first(union: Union) -> str:
    """Say why a union cannot be closed yet, or "" when no open archive stands in it or below it; one query."""
    if count := Household.objects.open().filter(union_path__startswith=union.path).count():
        return f"还有 {count} 户在册档案（含下级），请经办人员先调整建档单位，或办完脱困、注销"
    return ""
