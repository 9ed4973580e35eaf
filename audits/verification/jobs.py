"""Drawing a sample in the background: of 71,000 households it takes a few seconds."""

from typing import Any

from audits.actions.verification.locks import KEEPERS
from audits.actions.verification.projects import draw_sample
from audits.models import Verification
from audits.verification.preview import preview
from audits.verification.rules import can_keep_verification
from core.jobs import Cancelled, Progress, cancel_job, runner, start_job
from core.models import Job
from organizations.models import User
from organizations.rules import require

DRAW_JOB = "verification_draw"
DRAWING = "正在读取总体、排定次序、抽取样本"
CANCELLED = "抽样已按要求取消，总体和样本都没有保留；可以修改条件后重新抽取。"
PER_SECOND = 4000  # households that two cores draw from, with their lines kept


def start_drawing(verification: Verification, *, by: User, seed: str = "") -> Job:
    """Queue the draw; raises AlreadyQueued while the same person's draw of it waits or runs."""
    params = {"verification": verification.pk, "seed": seed.strip()}
    households = sum(size.households for size in preview(verification))
    estimate = {"seconds": households // PER_SECOND + 1}
    return start_job(DRAW_JOB, owner=by, title=f"抽取样本：{verification.name}", params=params, estimate=estimate)


def drawing_job(verification: Verification) -> Job | None:
    """Return the last draw that was asked for by anybody, None for none; one query."""
    return _draws(verification).order_by("-pk").first()


def _draws(verification: Verification) -> Any:
    return Job.objects.filter(kind=DRAW_JOB, params__verification=verification.pk)


def cancel_drawing(verification: Verification, *, by: User) -> bool:
    """Have the draws of a verification stopped, whoever started them; nothing of them stays. Tells whether one was.

    One that is at its last statement still ends: the page then shows the sample.
    """
    require(can_keep_verification(by, verification.union), KEEPERS)
    live = list(_draws(verification).live())
    for job in live:
        cancel_job(job, by=by)
    return bool(live)


@runner(DRAW_JOB)
def run_draw(progress: Progress) -> None:
    """Draw a sample; started again after its end it finds the sample there, after the death of a worker nothing."""
    job = progress.job
    progress.say(DRAWING)
    verification = Verification.objects.get(pk=job.params["verification"])
    try:
        drawn = draw_sample(verification, by=job.owner, seed=job.params["seed"], between=progress.stop_if_asked)
    except Cancelled:
        job.message = CANCELLED
        raise
    sampled = drawn.sample.count()
    job.message, job.done, job.total = "", sampled, sampled
    job.result = {"population": drawn.population.count(), "sample": sampled}
