"""How far an action has come, by union."""

from decimal import Decimal

from assistance.actions.drives.planning import Quota, set_quotas
from assistance.actions.drives.targets import add_targets
from assistance.drives.progress import Figures, board_of
from assistance.drives.report import report_of
from assistance.payments.received import fail, settle
from core import clock
from organizations.unionrows import unions_below
from tests.support.batches import BatchFactory, LineFactory, locked
from tests.support.drives import draft_batch, line
from tests.support.factories import HouseholdFactory, union


def test_a_row_for_each_county_and_the_sum_against_the_plan(drive, household, prefectural):
    own = HouseholdFactory(union=union("532500"))
    add_targets(drive, [(household.pk, None), (own.pk, None)], by=prefectural)
    line(draft_batch(drive, prefectural), household)
    county, place = union("532524"), drive.union
    set_quotas(drive, by=prefectural, quotas={county.pk: Quota(40, Decimal(40_000))})
    board = board_of(drive, prefectural, place, unions_below(place))
    of_county = Figures(planned=40, planned_amount=Decimal(40_000), targets=1, listed=1)
    assert [(row.name, row.figures) for row in board.rows] == [
        (county.name, of_county),
        ("本级直接建档", Figures(targets=1)),
    ]
    total = board.total.figures
    assert (total.planned, total.planned_amount, total.targets, total.listed, total.waiting) == (100, 100_000, 2, 1, 1)


def test_a_county_is_held_against_what_is_asked_of_it(drive, household, prefectural, officer):
    set_quotas(drive, by=prefectural, quotas={household.union_id: Quota(40, Decimal(40_000))})
    add_targets(drive, [(household.pk, None)], by=officer)
    board = board_of(drive, officer, household.union, unions_below(household.union))
    assert board.total.figures == Figures(planned=40, planned_amount=Decimal(40_000), targets=1)


def test_nobody_counts_beyond_his_scope(drive, household, prefectural, outsider):
    add_targets(drive, [(household.pk, None)], by=prefectural)
    assert board_of(drive, outsider, drive.union, []).total.figures.targets == 0


def test_the_report_costs_the_same_for_any_number(drive, prefectural, django_assert_num_queries):
    batch = draft_batch(drive, prefectural)
    assert prefectural.scope  # read once for a request
    for count in (1, 3):
        homes = HouseholdFactory.create_batch(count)
        add_targets(drive, [(home.pk, None) for home in homes], by=prefectural)
        for home in homes:
            line(batch, home)
        with django_assert_num_queries(11):
            report = report_of(drive, prefectural, drive.union)
    assert (report.total.listed, report.total.paid, report.failed, report.categories) == (4, 0, 0, [])
    assert [(one.batch, one.paid_lines, one.paid_amount) for one in report.batches] == [(batch, 0, 0)]


def test_what_was_paid_counts_for_its_target_and_what_failed_waits_again(drive, prefectural, officer):
    paid, failed, beside = HouseholdFactory.create_batch(3)
    add_targets(drive, [(home.pk, None) for home in (paid, failed)], by=officer)
    batch = BatchFactory(drive=drive, item=drive.item)
    lines = {home: LineFactory(batch=batch, household=home) for home in (paid, failed, beside)}
    locked(batch)
    assert board_of(drive, officer, paid.union, []).total.figures.listed == 2
    settle([lines[paid], lines[beside]], on=clock.today(), by=officer)
    fail([lines[failed]], {lines[failed].pk: "户名不符"}, on=clock.today(), by=officer)
    figures = board_of(drive, officer, paid.union, []).total.figures
    assert figures == Figures(targets=2, paid=1, paid_lines=2, paid_amount=Decimal(2000))
    assert (figures.waiting, figures.paid_share) == (1, Decimal(50))
    report = report_of(drive, officer, paid.union)
    assert (report.households, report.failed, report.refunded) == (2, 1, 0)
    assert [(part.name, part.lines, part.amount) for part in report.funds] == [(batch.budget.fund.name, 2, 2000)]
    assert [(one.paid_lines, one.failed_lines) for one in report.batches] == [(2, 1)]
