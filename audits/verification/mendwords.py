"""What the system proposes to write into a rectification; people change it."""

from audits.models import VerificationFinding
from audits.verification.enums import Outcome

# By what was found: what the union has to do. The ways are those that the system knows for the archive.
TO_DO = {
    Outcome.WRONGLY_FILED: "核实家庭收支和否决情形，确不符合条件的按程序办理注销，说明原因并处理已发放的帮扶资金。",
    Outcome.MISSED: "到户核实家庭情况，符合条件的按程序建档并纳入帮扶，说明未建档的原因。",
    Outcome.WRONGLY_EXITED: "核实家庭现状，确有困难的按程序恢复在档或重新建档，补上停止期间的帮扶措施。",
    Outcome.OVERDUE: "开展退出核查，收入和两有五保障均达到标准的按程序办理脱困退出。",
    Outcome.WRONG_FACTS: "逐项核对并更正档案信息，同时核对本单位其他档案的同类信息。",
}
LONGEST = 1000


def title_of(finding: VerificationFinding) -> str:
    """Return what a rectification is called."""
    unit = finding.sample.unit
    return f"{finding.get_outcome_display()}：{unit.name}（{unit.key}）"[:80]


def wrong_of(finding: VerificationFinding) -> str:
    """Return what was found wrong: the words of who settled it, else the reasons of the proposal or of the two."""
    if finding.third_words:
        return finding.third_words
    said = finding.reasons if finding.outcome == finding.proposed else [finding.first_words, finding.second_words]
    return "".join(dict.fromkeys(words for words in said if words))[:LONGEST] or finding.get_outcome_display()


def to_do_of(finding: VerificationFinding) -> str:
    """Return what is to be done about it."""
    return TO_DO[Outcome(finding.outcome)]
