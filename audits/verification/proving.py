"""What outsiders draw a sample again with: the population as text, its strata, and how to do it, in plain words.

The rules are written out in docs/algorithms/verification.md; nothing but ``sha256sum`` and ``sort`` is needed.
"""

import shlex
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from audits.models import SeedPledge, Stratum, Verification
from audits.verification.checking import Difference
from audits.verification.drawing import is_of_system
from audits.verification.enums import PopulationClass, ProjectStatus
from audits.verification.population import LINE
from households.enums import Category, Cause, Level

POPULATION_FILE, STRATA_FILE, HOW_FILE = "核查总体.txt", "分层清单.txt", "抽样验证说明.txt"
CODES = {"population_class": PopulationClass, "category": Category, "cause": Cause, "level": Level}
HOW = """{name} 抽样验证说明

组织单位：{union}    抽样时间：{drawn:%Y-%m-%d %H:%M}    抽样人：{by}
随机种子：{seed}（{source}）
总体指纹：{snapshot}

不需要本系统，任何装有 sha256sum 和 sort 的电脑（Linux、macOS，或 Windows 上的 Git Bash）都可以验证。
把“{population}”“{strata}”和本说明放在同一个文件夹，打开终端进入该文件夹，逐步执行。

一、总体没有改动
“{population}”每行一户：对象|编号|单位编码|建档标准|困难类别|主要致困原因|建档或退出日期|人口|月人均收入。
执行下面一行，得出的 64 位字符应与上面的“总体指纹”完全相同：

{hash_command}

二、样本由种子决定
“{strata}”每行一户：层号|编号。每层的户按 sha256sum（种子换行编号换行）的大小排列，最前面的若干户就是样本，
其后依次为替换户。例如重新抽取第 1 层，执行：

{draw_command}

得出的编号和次序应与系统“样本”页第 1 层的首批样本相同。换成其他层号和户数，可以逐层验证：

层号  总户数  抽取  层
{table}
{pledged}"""
PLEDGED = """
三、种子在抽样以前已经固定
{at:%Y-%m-%d %H:%M} 由 {by} 在系统中封存，公布的封存指纹为：
{sha256}
{figure}执行下面一行，得出的 64 位字符应与封存指纹完全相同，说明封存以后没有换过种子：

{command}
"""
FIGURED = """同时约定了公开数字“{figure}”（{known_on:%Y-%m-%d} 公布），种子由它和封存的部分组成。
请核对种子前面的“{typed}”与公布的是否相同。
"""


def source_of(verification: Verification) -> str:
    """Say where a seed comes from: who can choose it can choose the sample."""
    if pledge := verification.pledges.last():
        first = f"公开数字“{pledge.figure}”在前，系统封存的种子在后；" if pledge.figure else "由系统产生；"
        day = timezone.localtime(pledge.at)
        return f"{first}抽样以前于 {day:%Y-%m-%d %H:%M} 封存，封存指纹 {pledge.sha256}"
    if is_of_system(verification.seed):
        return "由系统产生，抽样以前没有封存"
    return "由抽样人填写，抽样以前没有在系统中约定，应与公开约定的数字核对"


def pledges_of(verification: Verification) -> list[SeedPledge]:
    """Return what was pledged of its seed, one after the other; the last one binds. One query."""
    return list(verification.pledges.select_related("by").order_by("pk"))


def seal_command(pledge: SeedPledge) -> str:
    """Return the line by which the hash of a sealed seed is made again."""
    return f"printf '%s\\n' {pledge.secret} | sha256sum"


def idle_draws(verification: Verification) -> list[Verification]:
    """Return what else the union drew and never shared out: whoever draws anew until a sample suits leaves these."""
    idle = Verification.objects.filter(union=verification.union_id, status=ProjectStatus.DRAWN)
    return list(idle.exclude(pk=verification.pk).order_by("drawn_at"))


def hash_command() -> str:
    """Return the line by which the hash of the population is made again."""
    return f"LC_ALL=C sort {POPULATION_FILE} | sha256sum"


def draw_command(seed: str, number: int, sampled: int) -> str:
    """Return the line by which the sample of one stratum is drawn again."""
    digest = f"$(printf '%s\\n%s\\n' {shlex.quote(seed)} \"$key\" | sha256sum | cut -d' ' -f1)"
    keys = f"grep '^{number}|' {STRATA_FILE} | cut -d'|' -f2"
    loop = f'while read -r key; do echo "{digest} $key"; done'
    return f"{keys} | {loop} | LC_ALL=C sort | head -n {sampled} | cut -d' ' -f2"


def population_lines(verification: Verification) -> Iterator[str]:
    """Yield the lines of the population as they went into the hash; one query."""
    return verification.population.order_by().values_list("line", flat=True).iterator()


def strata_lines(verification: Verification) -> Iterator[str]:
    """Yield the number of its stratum and its key for every household; two queries."""
    number_of = {pk: number for number, pk in enumerate(_strata(verification).values_list("pk", flat=True), start=1)}
    rows = verification.population.order_by("stratum", "key").values_list("stratum", "key")
    return (f"{number_of[stratum]}|{key}" for stratum, key in rows.iterator())


def instructions(verification: Verification) -> str:
    """Return how to draw the sample again, with the very lines to type."""
    strata = list(_strata(verification).select_related("union"))
    rows = (f"{number:>4}  {one.size:>6}  {one.sampled:>4}  {one}" for number, one in enumerate(strata, start=1))
    return HOW.format(
        name=verification.name,
        union=verification.union.name,
        drawn=timezone.localtime(verification.drawn_at),
        by=verification.drawn_by,
        seed=verification.seed,
        source=source_of(verification),
        snapshot=verification.snapshot_sha256,
        population=POPULATION_FILE,
        strata=STRATA_FILE,
        hash_command=hash_command(),
        draw_command=draw_command(verification.seed, 1, strata[0].sampled),
        table="\n".join(rows),
        pledged=_pledged(verification),
    )


def _pledged(verification: Verification) -> str:
    """Say how to make sure of a seed that was sealed; nothing of one that was not."""
    pledge = verification.pledges.select_related("by").last()
    if pledge is None:
        return ""
    typed = verification.seed.removesuffix(pledge.secret).strip()
    figure = FIGURED.format(figure=pledge.figure, known_on=pledge.known_on, typed=typed) if pledge.figure else ""
    facts = {"at": timezone.localtime(pledge.at), "by": pledge.by, "sha256": pledge.sha256, "figure": figure}
    return PLEDGED.format(**facts, command=seal_command(pledge))


def _strata(verification: Verification) -> QuerySet[Stratum]:
    return verification.strata.order_by("pk")


def explained(difference: Difference) -> list[tuple[str, str, str]]:
    """Return what of a household is not as it was: the fact, then, and now, in words; empty where it is new or gone."""
    if not (difference.then and difference.now):
        return []
    rows = zip(LINE, difference.then.split("|"), difference.now.split("|"), strict=True)
    return [(label, _words(name, then), _words(name, now)) for (name, label), then, now in rows if then != now]


def _words(name: str, said: str) -> str:
    labels = dict(CODES[name].choices) if name in CODES else {}
    return str(labels.get(said, said)) or "空"
