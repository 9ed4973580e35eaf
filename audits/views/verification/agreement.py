"""一致性: how far two assessors agree, by question and by assessor, with the pairs behind each number."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audits.models import Interview
from audits.verification.enums import Round
from audits.verification.pairs import LEAST_PAIRS, by_assessor, by_question, comparable, lines_of, of_assessor, pairs_of
from audits.views.verification.opening import framed, known_of
from core.paging import page_of
from organizations.http import UserRequest

AGAIN = (Round.BLIND, Round.PHONE)


@require_GET
def verification_agreement(request: UserRequest, pk: int) -> HttpResponse:
    """Show the agreement of first visits with second ones; ``?with=phone`` with calls, ``?of=`` the pairs behind it.

    ``?of=question&key=`` a code, or ``?of=assessor&key=`` an account; ``&differing=`` only what is not the same.
    """
    found = known_of(request, pk)
    which = Round.PHONE if request.GET.get("with") == Round.PHONE else Round.BLIND
    pairs = pairs_of(Interview.objects.visible_to(request.user).filter(verification=found), which)
    questions = comparable(found, which)
    more: dict[str, Any] = {"which": which, "rounds": AGAIN, "pairs": len(pairs), "least": LEAST_PAIRS}
    if behind := _behind(request, pairs, questions):
        more |= behind
        name = "audits/verification/agreement_behind.html"
    else:
        more |= {"questions": by_question(pairs, questions), "people": by_assessor(pairs, questions)}
        name = "audits/verification/agreement.html"
    return render(request, name, framed(request, found, "verification_interviews", **more))


def _behind(request: UserRequest, pairs: Any, questions: Any) -> dict[str, Any]:
    """Return the lines behind a figure that the address asks for; nothing when it asks for none."""
    of, key = request.GET.get("of", ""), request.GET.get("key", "")
    if of == "question":
        asked = [question for question in questions if question.code == key]
        title = asked[0].text if asked else ""
    elif of == "assessor":
        pairs, asked = of_assessor(pairs, key), questions
        people = {one.assessor.username: one.assessor.name for pair in pairs for one in (pair.first, pair.second)}
        title = people.get(key, "")
    else:
        return {}
    lines = [line for line in lines_of(pairs, asked) if "differing" not in request.GET or not line.is_same]
    return {"title": title, "of": of, "differing": "differing" in request.GET, "page": page_of(lines, request)}
