"""Saying on the next page what was done, or what a rule refused."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.errors import DomainError, NotAllowed
from core.jobs import AlreadyQueued
from core.models import Job

Result = TypeVar("Result")


def told(request: HttpRequest, act: Callable[[], Result]) -> Result | None:
    """Do an act; what a rule refuses is said on the next page, and None. Somebody without the role gets 403."""
    try:
        return act()
    except NotAllowed:
        raise
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return None


def done(request: HttpRequest, act: Callable[[], object], words: str) -> bool:
    """Do an act and say so, or what a rule refuses; tell whether it was done. Somebody without the role gets 403."""
    if told(request, lambda: (act(),)) is None:
        return False
    messages.success(request, words)
    return True


def job_for(request: HttpRequest, start: Callable[[], Job]) -> Job | str:
    """Start a job, or say that the same is being made and return that one (the list of jobs when it has just ended)."""
    try:
        return start()
    except AlreadyQueued as refusal:
        messages.info(request, refusal.message)
        return refusal.job or "jobs"


def lead_to_job(request: HttpRequest, start: Callable[[], Job], *, back: str) -> HttpResponse:
    """Start a job and lead to it, or to the one that makes the same; what a rule refuses is said on ``back``."""
    return redirect(told(request, lambda: job_for(request, start)) or back)
