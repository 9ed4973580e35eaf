"""What every trigger asks the connection for: there from the start, and again after a trigger was ignored."""

import pgtrigger
import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def ignored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore', true)")
        return cursor.fetchone()[0]


def test_no_trigger_has_to_find_out_by_an_exception_that_it_is_not_ignored():
    assert ignored() == "{}"
    with pgtrigger.ignore("households.Household:move_life"):
        assert "move_life" in ignored()
    assert ignored() == "{}"
