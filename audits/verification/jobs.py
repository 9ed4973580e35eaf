"""Drawing a sample in the background: of 71,000 households it takes a few seconds."""

from audits.actions.verification.projects import draw_sample
from audits.models import Verification
from audits.verification.preview import preview
from core.jobs import Progress, runner, start_job
from core.models import Job
from organizations.models import User

DRAW_JOB = "verification_draw"
DRAWING = "正在读取总体、排定次序、抽取样本"
PER_SECOND = 4000  # households that two cores draw from, with their lines kept


def start_drawing(verification: Verification, *, by: User, seed: str = "") -> Job:
    """Queue the draw; raises AlreadyQueued while the same person's draw of it waits or runs."""
    params = {"verification": verification.pk, "seed": seed.strip()}
    households = sum(size.households for size in preview(verification))
    estimate = {"seconds": households // PER_SECOND + 1}
    return start_job(DRAW_JOB, owner=by, title=f"抽取样本：{verification.name}", params=params, estimate=estimate)


def drawing_job(verification: Verification) -> Job | None:
    """Return the last draw that was asked for by anybody, None for none; one query."""
    return Job.objects.filter(kind=DRAW_JOB, params__verification=verification.pk).order_by("-pk").first()


@runner(DRAW_JOB)
def run_draw(progress: Progress) -> None:
    """Draw a sample; started again after its end it finds the sample there."""
    job = progress.job
    progress.say(DRAWING)
    verification = Verification.objects.get(pk=job.params["verification"])
    drawn = draw_sample(verification, by=job.owner, seed=job.params["seed"])
    sampled = drawn.sample.count()
    job.message, job.done, job.total = "", sampled, sampled
    job.result = {"population": drawn.population.count(), "sample": sampled}
