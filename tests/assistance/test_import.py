"""A workbook that brings aid for a year that was stated to have none."""

from assistance.actions.aid import state_no_aid
from households.actions.imports import keep_workbook
from households.enums import ImportStatus
from households.importing.layout import AID, ARCHIVES
from households.importing.runs import write_run
from households.models import Household
from tests.support.workbooks import AID_ROW, ARCHIVE, write_workbook


def test_the_statement_is_withdrawn_for_that_year_only(tmp_path, officer):
    def load(aid):
        file = write_workbook(tmp_path / "a.xlsx", {ARCHIVES: [ARCHIVE], AID: aid})
        write_run(keep_workbook(file, by=officer, file_name="a.xlsx", status=ImportStatus.RUNNING))

    load([])
    household = Household.objects.get()
    state_no_aid(household, by=officer, years=[2017, 2018])
    load([AID_ROW])
    assert [record.year for record in household.aid_records.all()] == [2018]
    assert [statement.year for statement in household.years_without_aid.all()] == [2017]
