"""Binding the seed of a draw before the population is fixed, so that nobody can try seeds until one pleases."""

import datetime
import hashlib

from django.db import transaction

from audits.actions.verification.locks import lock_verification
from audits.models import SeedPledge, Verification
from audits.verification.drawing import system_seed
from core import clock
from core.errors import DomainError
from organizations.models import User

LATE = "样本已经抽取，不能再封存种子；需要另抽的，请新建核查。"


def seal_of(secret: str) -> str:
    """Return what is published of a sealed seed: ``printf '%s\\n' SEED | sha256sum``."""
    return hashlib.sha256(f"{secret}\n".encode()).hexdigest()


@transaction.atomic
def pledge_seed(
    verification: Verification, *, by: User, figure: str = "", known_on: datetime.date | None = None
) -> Verification:
    """Seal a seed of the system, and with ``figure`` name a public one that comes out on a later day.

    Until the draw all see the hash of the seed alone. It may be agreed upon anew while nothing is known of it, which
    stays on record; the same again changes nothing.
    """
    locked = lock_verification(verification, by=by)
    if not locked.is_draft:
        raise DomainError(LATE)
    figure, last = figure.strip(), locked.pledges.last()
    if last and (last.figure, last.known_on) == (figure, known_on):
        return locked
    if last and last.is_known:
        raise DomainError(f"“{last.figure}”已于 {last.known_on:%Y-%m-%d} 公布，不能再改约定，请按约定抽样。")
    _check_figure(figure, known_on)
    secret = system_seed()
    facts = {"figure": figure, "known_on": known_on, "by": by, "at": clock.now()}
    SeedPledge.objects.create(verification=locked, secret=secret, sha256=seal_of(secret), **facts)
    return locked


def _check_figure(figure: str, known_on: datetime.date | None) -> None:
    if figure and known_on is None:
        raise DomainError("请填写这个公开数字公布的日期。", field="known_on")
    if known_on and not figure:
        raise DomainError("请写明是哪一个公开数字，如某彩种某期的开奖号码。", field="figure")
    if known_on and known_on <= clock.today():
        raise DomainError("公布日期须在今天以后：已经公布的数字不能作约定。", field="known_on")


def seed_of(verification: Verification, typed: str) -> str:
    """Return the seed of a draw: what was pledged, behind the public figure typed in; without a pledge what was typed.

    Raises DomainError for what does not keep to the pledge.
    """
    pledge = verification.pledges.last()
    if pledge is None:
        return typed or system_seed()
    if not pledge.figure:
        if typed:
            raise DomainError("种子已经封存，抽样时不能另填。", field="seed")
        return pledge.secret
    if not pledge.is_known:
        raise DomainError(
            f"约定的“{pledge.figure}”在 {pledge.known_on:%Y-%m-%d} 公布，公布以后才能抽样。", field="seed"
        )
    if not typed:
        raise DomainError(f"请填写约定的公开数字：{pledge.figure}。", field="seed")
    return f"{typed} {pledge.secret}"


def is_same_draw(verification: Verification, typed: str) -> bool:
    """Tell whether a drawn sample is what a second press with the same words asks for."""
    pledge = verification.pledges.last()
    return typed in ("", verification.seed) or pledge is not None and verification.seed == f"{typed} {pledge.secret}"
