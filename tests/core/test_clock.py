"""The day and the moment that rules count from."""

import datetime

from django.utils import timezone

from core import clock
from tests.support.races import at_once


def test_it_is_the_machines_own_time():
    assert abs(clock.now() - timezone.now()) < datetime.timedelta(minutes=1)
    assert clock.today() == timezone.localdate()


def test_a_simulation_is_in_its_own_day_in_every_thread():
    with clock.at(datetime.date(2018, 3, 5)):
        assert at_once(clock.today, clock.today) == [datetime.date(2018, 3, 5)] * 2
        with clock.at(datetime.date(2018, 3, 6)):
            assert clock.today() == datetime.date(2018, 3, 6)
        assert timezone.localtime(clock.now()).hour == 9
    assert clock.today() == timezone.localdate()
