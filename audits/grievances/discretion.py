"""Words that would tell whoever mends something of the grievance that it comes of, or who complained."""

from audits.grievances.rules import can_see
from audits.grievances.words import joined
from audits.models import Grievance, Rectification
from core.errors import DomainError
from core.identity import normalize_digits
from organizations.models import User

# Said of what comes of a grievance in confidence they tell that there was one.
OF_GRIEVANCES = ("信访", "申诉", "举报", "投诉", "反映人", "群众反映", "匿名", "来信", "来访")
COPIED = 12  # so many letters in a row that stand in the grievance are taken from it


def refuse_telling(grievance: Grievance, said: dict[str, str], *, with_archive: bool) -> None:
    """Refuse words that tell whoever mends it who complained, or of one in confidence that somebody did."""
    for field, words in said.items():
        if told := telling(grievance, words, with_archive=with_archive):
            raise DomainError(f"整改单位看得到这些内容：请去掉{told}，只写要整改的事。", field=field)


def refuse_telling_of(found: Rectification, *, by: User, said: dict[str, str]) -> None:
    """Refuse such words of who may read the grievance; to others, who cannot tell, a refusal would tell of it."""
    if found.grievance and can_see(by, found.grievance):
        refuse_telling(found.grievance, said, with_archive=found.household is not None)


def telling(grievance: Grievance, words: str, *, with_archive: bool) -> str:
    """Return what in some words tells too much, in Chinese; "" when nothing does. No query but for the archive."""
    household = grievance.household
    head, number = (household.head_name, household.archive_no) if household else ("", "")
    # However they are divided: 139 8730 1234 is the same number, 何 春生 the same name.
    bare = joined(normalize_digits(words))

    def stands(*facts: str) -> bool:
        return any(joined(fact) in bare for fact in facts if fact)

    if stands(*({grievance.phone, grievance.name} - ({head} if with_archive else set()))):
        return "反映人的姓名和电话"
    if not grievance.is_in_confidence:
        return ""
    if not with_archive and stands(head, number):
        return "户主姓名和档案编号（要写明档案的，请勾选“写明档案”）"
    if said := next((one for one in (*OF_GRIEVANCES, grievance.number) if one in words), ""):
        return f"“{said}”"
    return "照抄反映内容的文字" if _is_copied(grievance.text, words) else ""


def _is_copied(text: str, words: str) -> bool:
    said, written = "".join(text.split()), "".join(words.split())
    return any(said[start : start + COPIED] in written for start in range(len(said) - COPIED + 1))
