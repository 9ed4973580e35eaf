"""Guessing on public pages is slowed down, by address and by what is guessed at."""

import contextlib
import datetime

import pytest

from core import clock
from core.models import Attempt
from core.throttle import (
    TooManyAttempts,
    begin_attempt,
    digest_of,
    forget_attempt,
    forget_old_attempts,
    key_of_address,
)

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 3, 2, 4, tzinfo=datetime.UTC)


def test_beyond_the_most_failures_every_try_waits():
    for _try in range(3):
        begin_attempt({"a": 3})
    with pytest.raises(TooManyAttempts, match="15 分钟后再试"):
        begin_attempt({"a": 3})
    begin_attempt({"b": 3})


def test_one_key_of_several_is_enough():
    begin_attempt({"address": 30, "code": 1})
    with pytest.raises(TooManyAttempts):
        begin_attempt({"address": 30, "code": 1})


def test_what_one_address_tries_in_vain_closes_nothing_that_others_use():
    for _try in range(6):
        with contextlib.suppress(TooManyAttempts):
            begin_attempt({"address": 2, "notice": 5})
    assert Attempt.objects.filter(key=digest_of("notice")).count() == 2
    begin_attempt({"another address": 2, "notice": 5})


def test_what_succeeded_does_not_count():
    for _try in range(5):
        forget_attempt(begin_attempt({"a": 1}))


def test_after_a_quarter_of_an_hour_one_may_try_again():
    with clock.at(NOON):
        begin_attempt({"a": 1})
    with clock.at(NOON + datetime.timedelta(minutes=15, seconds=1)):
        begin_attempt({"a": 1})


def test_nothing_readable_is_kept():
    begin_attempt({"apply:7KQF9M2X": 5})
    assert Attempt.objects.get().key == digest_of("apply:7KQF9M2X")


def test_old_tries_are_deleted():
    with clock.at(NOON):
        begin_attempt({"a": 1, "b": 1})
    assert forget_old_attempts() == 2


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.7", "address:203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "address:2001:db8:1:2::"),
        ("nonsense", "address:unknown"),
        (None, "address:unknown"),
    ],
)
def test_an_ipv6_connection_is_one_caller(address, key):
    assert key_of_address(address) == key
