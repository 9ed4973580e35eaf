"""The words of a notice: its title, number and hotline, and which reviews may stand on one paper."""

from dataclasses import dataclass

from organizations.models import Union
from reviews.enums import Subject
from reviews.masking import refuse_personal_text
from reviews.models import Notice, Review, Step


@dataclass(frozen=True)
class Wording:
    """What the office puts on a notice itself; whatever is empty is filled in."""

    title: str = ""
    doc_number: str = ""
    hotline: str = ""


def step_of(review: Review) -> Step:
    """Return the step that waits."""
    assert review.step is not None  # noqa: S101 -- for the type checker: asked of reviews at a step only
    return review.step


def kind_of(review: Review) -> tuple[object, ...]:
    """Return what reviews on one notice have in common."""
    step = step_of(review)
    return (review.acting_path, review.acting_role, review.subject, step.level, step.name, step.notice_days)


def usual_wording(review: Review) -> Wording:
    """Return the words that a notice over such reviews usually has; up to two queries."""
    union = Union.objects.get(path=review.acting_path)
    return Wording(title=usual_title(union, review.subject), hotline=usual_hotline(union))


def usual_title(union: Union, subject: str) -> str:
    """Return the title of a notice as it is usual: 某某工会关于困难职工入档的公示."""
    return f"{union.name}关于困难职工{Subject(subject).label}的公示"


def usual_hotline(union: Union) -> str:
    """Return the telephone that the last notice of a union named."""
    return Notice.objects.filter(union=union).exclude(hotline="").values_list("hotline", flat=True).first() or ""


def word(notice: Notice, wording: Wording) -> None:
    """Set the words of a notice, refusing what holds a personal number."""
    notice.title = wording.title.strip() or usual_title(notice.union, notice.subject)
    notice.doc_number = wording.doc_number.strip()
    notice.hotline = wording.hotline.strip() or usual_hotline(notice.union)
    refuse_personal_text(notice.title, label="标题", field="title")
    refuse_personal_text(notice.doc_number, label="文号", field="doc_number")
