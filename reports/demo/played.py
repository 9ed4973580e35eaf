"""The past that seed_demo plays through the real actions, each play with what it came to in words."""

from collections.abc import Callable

from audits.campaigns.behind import figures_of
from reports.demo.campaign.plan import HOUSEHOLDS, YEAR
from reports.demo.campaign.plan import NAME as RECHECK
from reports.demo.campaign.year import Year
from reports.demo.huhuqing import drive, plan
from reports.demo.verification import project

Say = Callable[[str], None]
Play = Callable[[int | None, int, Say], str]


def play_year(households: int | None, seed: int, say: Say) -> str:
    """Play the year 2018 of 回头看."""
    moves = Year(households or HOUSEHOLDS, seed, say).play()
    figures = "，".join(f"{kind.label} {count:,}" for kind, count in moves.columns)
    return f"{YEAR} 年动态管理（户）：{figures}"


def play_drive(households: int | None, seed: int, say: Say) -> str:
    """Play the drive of 2020, and hold its figures against the plan."""
    played = drive.Drive(households or plan.HOUSEHOLDS, seed, say)
    campaign = played.play()
    figures = figures_of(campaign, played.staff.province)
    drive.check(played.plan, figures)
    return f"{campaign}：" + "，".join(f"{column.label} {count:,}" for column, count in figures.columns)


def play_verification(households: int | None, seed: int, say: Say) -> str:
    """Play the drive unless it was played, then its verification; hold the rates against what was published."""
    say(play_drive(households, seed, say))
    played = project.Project(households or plan.HOUSEHOLDS, seed, say)
    found = played.play()
    lines = project.rates(found)
    project.check(played.plan, played.lots, lines)
    return f"{found}：" + "，".join(f"{line.kind.name} {line.rate.share:.2%}" for line in lines if line.rate)


CAMPAIGNS: dict[str, Play] = {RECHECK: play_year, plan.NAME: play_drive}
VERIFICATIONS: dict[str, Play] = {plan.NAME: play_verification}
