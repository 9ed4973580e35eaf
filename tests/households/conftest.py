"""What several tests of the archives need: a worker's code, and a browser that nobody is logged in with."""

import pytest
from django.test import Client

from households.actions.applications import issue_code
from households.enums import Category, Level
from tests.support.factories import identity_no, union

WORKER = {"phone": "13987307358", "health": "良好", "workplace": "建水紫陶厂", "monthly_income": "1,800"}
FAMILY = {
    "address": "建水县临安镇朝阳路 12 号",
    "annual_income": "21600",
    "main_cause": "illness",
    "secondary_causes": ["schooling"],
    "cause_text": "妻子长期透析，自付费用高。",
}


@pytest.fixture
def handed(officer):
    """A code handed to 孙立春 by the officer of 建水县: its row, and the code itself."""
    facts = {"level": Level.NATIONAL, "category": Category.DEEP}
    return issue_code(by=officer, union=union("532524"), name="孙立春", phone_tail="7358", **facts)


@pytest.fixture
def stranger():
    """A browser without a login."""
    return Client()


@pytest.fixture
def enter(handed):
    """Return a function that enters the code in some browser."""

    def enter(client: Client, code: str = "", tail: str = "7358"):
        return client.post("/apply/", {"code": code or handed[1], "phone_tail": tail})

    return enter


def member_rows(*rows: dict) -> dict[str, str]:
    """Return the members as the form sends them."""
    sent = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    return sent | {f"form-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}


@pytest.fixture
def fill(stranger, enter):
    """Return a function that enters the code and fills in every step; what is given replaces what stands here."""

    def fill(client: Client | None = None, *, number: str = "", members: tuple[dict, ...] = (), **family):
        client = client or stranger
        enter(client)
        client.post("/apply/fill/worker/", WORKER | {"identity_no": number or identity_no()})
        client.post("/apply/fill/members/", member_rows(*members))
        client.post("/apply/fill/family/", FAMILY | family)
        return client

    return fill
