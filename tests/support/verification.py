"""Verifications of the province over a handful of archives, made by its actions."""

import datetime

from audits.actions.verification.projects import start_verification
from audits.models import Verification
from audits.verification.enums import PopulationClass
from organizations.models import Agency, User
from tests.support.factories import union

SEED = "2026-11-20 4 8 15 16 23 42"


def agency(name: str = "云南诚信社会调查有限公司") -> Agency:
    """Return an agency, made on first use."""
    return Agency.objects.get_or_create(name=name)[0]


def verification(by: User, *, code: str = "530000", **facts) -> Verification:
    """Set a verification up: archives on file, half of them, unless said otherwise."""
    usual = {
        "name": "2026 年第三方核查",
        "agency": agency(),
        "starts_on": datetime.date(2026, 11, 1),
        "ends_on": datetime.date(2026, 12, 31),
        "exits_since": datetime.date(2026, 1, 1),
        "classes": [PopulationClass.ON_FILE],
    }
    return start_verification(by=by, union=union(code), **usual | facts)
