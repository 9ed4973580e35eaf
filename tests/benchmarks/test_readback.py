"""What is read back of a workbook is what the database says, in small; ``bin/bench readback`` does it at full size."""

import pytest
from django.core.management import call_command

from benchmarks.readback import READERS, cells, of_database
from benchmarks.readback_sql import ASKED
from tests.support.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def roster(officer, tmp_path):
    for name in ("钱一", "孙·阿依", "李三"):
        HouseholdFactory(worker=name)
    path = tmp_path / "roster.xlsx"
    facts = {"format": "xlsx", "by": officer.username, "out": path, "filter": [f"fields={ASKED['roster'].fields}"]}
    call_command("export_register", "roster", **facts)
    return path


@pytest.mark.parametrize("program", ["calamine", "openpyxl"])
def test_every_cell_of_a_roster_is_read_back_as_the_database_has_it(roster, program):
    found = list(cells("roster", READERS[program](roster)))
    assert [line[0] for line in found] == ["1", "2", "3"]
    assert sorted(line[1:] for line in found) == sorted(of_database("roster", "532524"))
