"""Task lists on their way through the real actions: drawn, checked, signed, sent."""

import datetime

from assistance.actions.tasklists import check_list, draw_list, send_list, sign_list
from assistance.models import Measure, TaskList
from core import clock
from organizations.enums import Department
from organizations.models import Office, User
from tests.support.factories import union

NAMES = {Department.MEDICAL_INSURANCE: "建水县医保局", Department.HUMAN_RESOURCES: "建水县人社局"}
PERIOD = "2026 年第四季度"


def office_of(department: str = Department.MEDICAL_INSURANCE, code: str = "532524") -> Office:
    """Return the office of a department in the region of a union, made when there is none."""
    place = union(code)
    name = NAMES.get(Department(department), Department(department).label)
    return Office.objects.get_or_create(union=place, department=department, defaults={"name": name})[0]


def drawn(*measures: Measure, by: User, **changed) -> TaskList:
    """Draw a list of measures of one department for its office in 建水县, due in a month."""
    facts = {"union": union("532524"), "period": PERIOD, "due_on": clock.today() + datetime.timedelta(days=30)}
    facts["office"] = changed.pop("office", None) or office_of(measures[0].lead_department)
    return draw_list(by=by, measures=measures, **(facts | changed))


def signed_list(*measures: Measure, by: User, checker: User, **changed) -> TaskList:
    """Draw a list and have another person check and sign it."""
    return sign_list(check_list(drawn(*measures, by=by, **changed), by=checker), by=checker)


def sent_list(*measures: Measure, by: User, checker: User, **changed) -> TaskList:
    """Draw a list and take it all the way to its office."""
    return send_list(signed_list(*measures, by=by, checker=checker, **changed), by=by)
