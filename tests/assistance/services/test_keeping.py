"""Opening, editing, ending and cancelling a service: who may, what is refused, what a repeat does."""

import datetime
import uuid

import pytest

from assistance.actions.services.charging import charge_service
from assistance.actions.services.completing import mark_absent
from assistance.actions.services.keeping import (
    cancel_service,
    close_service,
    edit_service,
    open_service,
    reopen_service,
)
from assistance.actions.services.sessions import add_sessions
from assistance.enums import AidProject
from assistance.services.enums import EnrolmentStatus, ServiceKind
from core.errors import Conflict, DomainError, NotAllowed
from tests.support.factories import union
from tests.support.services import DONE, STARTS, a_budget, a_service, completed_by, service_facts, taking_part

pytestmark = pytest.mark.django_db


def refused(act) -> DomainError:
    with pytest.raises(DomainError) as error:
        act()
    return error.value


def test_a_service_is_opened_once_however_often_the_button_is_pressed(officer):
    press = {"by": officer, "facts": service_facts(), "client_id": uuid.uuid4()}
    assert open_service(**press) == open_service(**press)


def test_only_officers_of_the_union_or_above_keep_its_services(service, reviewer, outsider, registrar, prefect):
    for user in (reviewer, outsider, registrar):
        with pytest.raises(NotAllowed, match="经办人员办理"):
            open_service(by=user, facts=service_facts())
        with pytest.raises(NotAllowed):
            edit_service(service, by=user, facts=service_facts(name="改名"))
        with pytest.raises(NotAllowed):
            close_service(service, by=user)
    assert edit_service(service, by=prefect, facts=service_facts(name="养老护理班")).name == "养老护理班"


def test_a_service_does_not_leave_the_region_of_who_edits_it(service, officer):
    with pytest.raises(NotAllowed):
        edit_service(service, by=officer, facts=service_facts(union=union("532500")))


@pytest.mark.parametrize(
    ("other", "field"),
    [({"name": ""}, "name"), ({"ends_on": datetime.date(2026, 3, 1)}, ""), ({"kind": "x"}, "kind")],
)
def test_what_does_not_hold_together_is_refused_with_its_field(officer, other, field):
    assert refused(lambda: a_service(officer, **other)).field == field


def test_a_budget_of_another_branch_or_for_other_purposes_is_refused(officer):
    elsewhere = a_budget(officer, place="530100")
    assert "不是建水县总工会或其上级工会的预算" in refused(lambda: a_service(officer, budget=elsewhere)).message
    other = a_budget(officer, projects=[AidProject.MEDICAL])
    assert "不能用于职业培训" in refused(lambda: a_service(officer, budget=other)).message
    assert a_service(officer, budget=a_budget(officer, place="532500", projects=[AidProject.TRAINING])).budget


def test_the_history_names_who_changed_what_and_an_older_page_is_told(service, officer):
    edit_service(service, by=officer, facts=service_facts(place="县职校"))
    event = service.events.get()
    assert (event.place, event.pgh_context.metadata["user"]) == ("县总工会二楼", officer.pk)
    with pytest.raises(Conflict, match="修改了这一部分"):
        edit_service(service, by=officer, facts=service_facts(place="乡镇"), seen="an older one")


def test_places_are_never_fewer_than_those_who_hold_one(service, officer):
    taking_part(service, officer, "甲", "乙")
    assert refused(lambda: edit_service(service, by=officer, facts=service_facts(places=1))).field == "places"
    assert edit_service(service, by=officer, facts=service_facts(places=2)).places == 2


def test_what_people_rest_on_is_not_edited_away(service, officer, prefect):
    add_sessions(service, [STARTS], by=officer)
    completed_by(service, officer)
    later = {"starts_on": datetime.date(2026, 3, 8), "ends_on": datetime.date(2026, 3, 9)}
    assert refused(lambda: edit_service(service, by=officer, facts=service_facts(**later))).field == "starts_on"
    other_kind = service_facts(kind=ServiceKind.LEGAL)
    assert refused(lambda: edit_service(service, by=officer, facts=other_kind)).field == "kind"
    moved = service_facts(union=union("532502"))
    assert refused(lambda: edit_service(service, by=prefect, facts=moved)).field == "union"
    shorter = service_facts(starts_on=datetime.date(2026, 3, 3))
    assert "请先移除该场次" in refused(lambda: edit_service(service, by=officer, facts=shorter)).message


def test_a_service_ends_when_everybodys_part_is_entered(service, officer):
    [one] = taking_part(service, officer)
    assert "还有 1 人" in refused(lambda: close_service(service, by=officer)).message
    mark_absent(service, [one.pk], by=officer)
    assert close_service(service, by=officer, result="24 人结业").result == "24 人结业"
    assert close_service(service, by=officer, result="再次").result == "24 人结业"
    assert "已结束" in refused(lambda: edit_service(service, by=officer, facts=service_facts())).message
    assert reopen_service(service, by=officer).status == reopen_service(service, by=officer).status == "open"


def test_a_cancelled_service_lets_everybody_go_and_stays_cancelled(service, officer):
    [one] = taking_part(service, officer)
    assert refused(lambda: cancel_service(service, by=officer, reason=" ")).field == "reason"
    assert cancel_service(service, by=officer, reason="师资未落实").status == "cancelled"
    one.refresh_from_db()
    assert (one.status, one.result) == (EnrolmentStatus.WITHDRAWN, "服务取消")
    assert cancel_service(service, by=officer, reason="再次").result == "师资未落实"
    assert "不能恢复" in refused(lambda: reopen_service(service, by=officer)).message


def test_what_somebody_completed_or_what_cost_money_is_not_cancelled(officer, finance):
    done, paid = a_service(officer), a_service(officer)
    completed_by(done, officer)
    assert "已有 1 人完成" in refused(lambda: cancel_service(done, by=officer, reason="误登")).message
    cost = {"amount": 800, "on": DONE, "payee": "职校", "doc_no": "记1"}
    charge_service(paid, by=finance, budget=a_budget(officer), **cost)
    assert "800.00 元" in refused(lambda: cancel_service(paid, by=officer, reason="误登")).message
