"""What the tests of audits share."""

import datetime

import pytest
from django.utils import timezone

from assistance.models import AidYearNone
from households.models import IncomeSurvey
from pairing.enums import Met, VisitMethod
from pairing.models import Visit


@pytest.fixture
def clear_household(household, cadre):
    """An archive with nothing missing, as of today."""
    today = timezone.localdate()
    household.housing, household.annual_income = "自建房", 12000
    household.save(update_fields=["housing", "annual_income"])
    words = {"ethnicity": "彝族", "politics": "群众", "health": "良好", "position": "在岗", "marriage": "已婚"}
    more = {"hukou": "非农业", "insurance": "城镇职工基本医保", "birth_date": datetime.date(1975, 5, 1)}
    household.members.update(**words, **more)
    end = today - datetime.timedelta(days=30)
    IncomeSurvey.objects.create(
        household=household, period_start=end - datetime.timedelta(days=364), period_end=end, persons=1, per_head=500
    )
    for year in range(2017, today.year):
        AidYearNone.objects.create(household=household, year=year, stated_by=cadre)
    Visit.objects.create(
        household=household,
        visitor_name="帮扶干部甲",
        on=today,
        method=VisitMethod.HOME,
        met=Met.WORKER,
        situation="核对档案。",
        basics_confirmed=True,
        no_difficulty=True,
    )
    return household
