"""Notices drawn up, posted and objected to, over applications of the unit of ``tests.support.reviews``."""

import datetime
from collections.abc import Sequence

from core import clock
from organizations.models import Union, User
from reviews.actions.appraising import Votes, record_appraisals
from reviews.actions.notices import draw_notice, post_notice
from reviews.actions.objections import Said, answer_objection, raise_objection
from reviews.actions.starting import Case, start_reviews
from reviews.actions.wording import Wording
from reviews.enums import Subject
from reviews.models import Notice, Objection, Review
from reviews.subjects import SubjectHandler
from tests.support.files import photo, upload
from tests.support.reviews import Staff, begin, bring_to, sitting


class Masked(SubjectHandler):
    """What a notice says of each review in these tests, whichever app stands behind the subject."""

    headings = ("单位", "姓名", "家庭人口", "致困原因")

    def notice_lines(self, reviews: Sequence[Review]) -> dict[int, dict[str, str]]:
        """Return made-up lines with the name as it was applied for."""
        said = {"家庭人口": "3", "致困原因": "患重特大疾病"}
        return {review.pk: {"单位": review.union.name, "姓名": review.title, **said} for review in reviews}


def waiting(staff: Staff, count: int = 1, *, step: int = 3) -> list[Review]:
    """Bring applications to a notice step: 3 is that of the unit, 6 of the county, 8 of the prefecture."""
    made = [begin(staff, ref=f"5325242026{n:05d}", title=f"职工{n}") for n in range(1, count + 1)]
    return [bring_to(review, staff, step) for review in made]


def drawn(staff: Staff, count: int = 1) -> Notice:
    """Draw a notice up over applications of the unit."""
    wording = Wording(hotline="0873-7652345")
    return draw_notice(waiting(staff, count), by=staff.unit_officer, wording=wording)


def running(staff: Staff, count: int = 1, **facts) -> Notice:
    """Post a notice over applications of the unit, with its photo."""
    return posted(drawn(staff, count), staff, **facts)


def ran(staff: Staff, count: int = 1) -> Notice:
    """Return a notice that was posted a month ago, so that its days are over."""
    with clock.at(clock.today() - datetime.timedelta(days=30)):
        return running(staff, count)


def posted(notice: Notice, staff: Staff, **facts) -> Notice:
    """Post a notice of the unit at the gate."""
    usual = {"place": "厂门口公示栏", "photo": upload(photo())}
    return post_notice(notice, by=staff.unit_officer, **{**usual, **facts})


def after(notice: Notice):
    """Let it be the day after a notice has ended."""
    notice.refresh_from_db()
    return clock.at(notice.ends_on + datetime.timedelta(days=1))


def objection(notice: Notice, **facts) -> Objection:
    """Object as anyone may on the public page."""
    said = Said(**{"text": "该户有两套住房。", **facts})
    return raise_objection(notice, said=said)


def answered(found: Objection, staff: Staff, *, upheld: bool = False) -> Objection:
    """Answer an objection for the unit."""
    said = {"investigation": "经到不动产登记部门查询，名下一套住房。", "answer": "经查，反映的情况不属实。"}
    return answer_objection(found, by=staff.unit_officer, upheld=upheld, **said)


def notices_of(officer: User, union: Union) -> dict[str, object]:
    """Make a notice that an officer has posted, a draft of his, and an objection against the first."""
    cases = [Case(union, f"职工{n}", f"notice-{n}", [], {}) for n in (1, 2)]
    reviews = start_reviews(Subject.RELIEF, cases, by=officer)
    record_appraisals({review: Votes(5) for review in reviews}, by=officer, sitting=sitting())
    first, second = [draw_notice([review], by=officer) for review in reviews]
    post_notice(first, by=officer, place="公告栏", photo=upload(photo()))
    return {"notice": first.pk, "unposted": second.pk, "token": first.token, "objection": objection(first).pk}
