"""The pages of batches, their lines and stops: what they say, what they do, and what they cost."""

import datetime
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assistance.actions.payments.lines import change_line, drop_lines
from assistance.actions.payments.stops import open_stops
from assistance.ceilings.enums import Per, Stage
from assistance.enums import AidProject
from assistance.models import Batch, Payment, Stop
from assistance.payments.candidates import STUDENTS
from assistance.payments.enums import BatchStatus, PaymentStatus, StopState
from assistance.payments.received import settle
from core import clock
from core.models import Job
from households.enums import Relation
from households.summaries import refresh_summary
from organizations.enums import Role
from organizations.models import AccessLog, RoleAssignment
from tests.support import batches
from tests.support.factories import MemberFactory, union
from tests.support.money import budget_with
from tests.support.payments import batch_of, county_reviewer, home, item_with

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 1, 5)


@pytest.fixture
def batch(officer):
    return batch_of(officer, homes=2)


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=args, query=query or None))
    assert response.status_code == 200
    return response.content.decode()


def test_a_batch_is_drawn_and_filled_on_screen(as_user, officer):
    item, budget, household = item_with(), budget_with(5000), home()
    client = as_user(officer)
    form = client.get(reverse("batch_create")).context["form"]
    facts = {"title": "春节慰问", "item": item.pk, "budget": budget.pk, "client_id": form["client_id"].value()}
    response = client.post(reverse("batch_create"), facts)
    made = Batch.objects.get()
    assert response.url == reverse("batch_add", args=[made.pk])
    assert "符合条件 1 行" in page(client, "batch_add", made.pk)
    client.post(reverse("batch_add_found", args=[made.pk], query={"unserved": "yes"}))
    assert made.payments.get().household == household


def test_without_a_budget_the_page_says_what_to_do(as_user, officer):
    assert "先由财务人员登记" in page(as_user(officer), "batch_create")


def test_what_is_wrong_with_a_new_batch_is_said_beside_the_field(as_user, officer):
    budget, other = budget_with(5000), budget_with(5000, "530100")
    facts = {"title": "春节慰问", "item": item_with().pk, "budget": other.pk, "client_id": ""}
    response = as_user(officer).post(reverse("batch_create"), facts)
    assert response.context["form"].errors.keys() == {"budget", "client_id"}
    assert budget.fund.name in response.content.decode()


def test_the_list_costs_the_same_for_one_and_three(as_user, officer, django_assert_num_queries):
    client = as_user(officer)
    batch_of(officer)
    client.get(reverse("batches"))
    for more in (0, 2):
        for _n in range(more):
            batch_of(officer)
        with django_assert_num_queries(6):
            client.get(reverse("batches"))


@pytest.mark.parametrize(("name", "cost"), [("batch", 9), ("batch_stops", 7)])
def test_a_batch_costs_the_same_for_one_line_and_three(as_user, officer, django_assert_num_queries, name, cost):
    client = as_user(officer)
    for count in (1, 3):
        batch = batch_of(officer, homes=[home(card_no="") for _n in range(count)])
        client.get(reverse(name, args=[batch.pk]))
        with django_assert_num_queries(cost):
            client.get(reverse(name, args=[batch.pk]))


def test_all_lines_cost_the_same_for_one_and_three(as_user, officer, django_assert_num_queries):
    client = as_user(officer)
    for count in (1, 2):
        batch_of(officer, homes=count)
        client.get(reverse("payments"))
        with django_assert_num_queries(10):
            client.get(reverse("payments"))


def test_a_month_shows_the_lines_paid_last_first(as_user, officer):
    lines, today = list(batches.locked(batches.batch_of(3)).payments.order_by("position")), clock.today()
    for number, line in enumerate(lines):
        day = today + datetime.timedelta(days=number)
        with clock.at(day):
            settle([line], on=day, by=officer)
    shown = as_user(officer).get(reverse("payments", query={"month": f"{today:%Y-%m}"})).context["page"]
    days = [(today + datetime.timedelta(days=number), line) for number, line in enumerate(lines)]
    assert list(shown) == [line for day, line in reversed(days) if day.month == today.month]


def test_accounts_are_masked(as_user, officer, batch):
    card = batch.payments.first().card_no
    for words in (page(as_user(officer), "batch", batch.pk), page(as_user(officer), "payments")):
        assert card not in words
        assert card[-4:] in words


def test_lines_are_shown_by_what_stands_against_them(as_user, officer, batch):
    first, second = batch.payments.order_by("position")
    change_line(first, by=officer, facts={"amount": Decimal(1200)})
    drop_lines(batch, [second], by=officer, reason="已外出")
    client = as_user(officer)
    assert "标准上限 1,000.00 元" in page(client, "batch", batch.pk, show="stopped")
    assert "已外出" in page(client, "batch", batch.pk, show="dropped")
    assert "没有这位职工" in page(client, "batch", batch.pk, q="查无此人")


def test_lines_are_dropped_and_put_back_on_screen(as_user, officer, batch):
    client, line = as_user(officer), batch.payments.first()
    client.post(reverse("batch_lines_drop", args=[batch.pk]), {"line": [line.pk]})
    line.refresh_from_db()
    assert line.status == PaymentStatus.PROPOSED
    client.post(reverse("batch_lines_drop", args=[batch.pk]), {"line": [line.pk], "reason": "已外出"})
    line.refresh_from_db()
    assert (line.status, line.dropped_reason) == (PaymentStatus.DROPPED, "已外出")
    client.post(reverse("batch_lines_restore", args=[batch.pk]), {"line": [line.pk]})
    line.refresh_from_db()
    assert line.status == PaymentStatus.PROPOSED


def test_a_line_is_changed_on_screen_and_the_look_at_its_account_is_logged(as_user, officer, batch):
    client, line = as_user(officer), batch.payments.first()
    form = client.get(reverse("payment_edit", args=[line.pk])).context["form"]
    told = {name: form[name].value() or "" for name in form.fields} | {"amount": "800", form.seen_name: form.seen}
    client.post(reverse("payment_edit", args=[line.pk]), told)
    line.refresh_from_db()
    assert line.amount == Decimal(800)
    assert AccessLog.objects.filter(verb="reveal", subject=line.household.archive_no).exists()


def test_lines_are_set_to_what_the_rule_gives(as_user, officer, batch):
    line = batch.payments.first()
    change_line(line, by=officer, facts={"amount": Decimal(1), "card_no": ""})
    as_user(officer).post(reverse("batch_lines_recount", args=[batch.pk]), {"line": [line.pk]})
    line.refresh_from_db()
    assert line.amount == Decimal(1000)


def test_stops_are_overridden_on_screen(as_user, officer, batch):
    change_line(batch.payments.first(), by=officer, facts={"amount": Decimal(1200)})
    client, stop = as_user(county_reviewer()), open_stops(batch)[0]
    assert "准予发放的理由" in page(client, "batch_stops", batch.pk)
    client.post(reverse("stops_override", args=[batch.pk]), {"stop": [stop.pk], "reason": "突发重病"})
    assert Stop.objects.get().state == StopState.OVERRIDDEN


def test_a_batch_is_given_up_on_screen(as_user, officer, batch):
    as_user(officer).post(reverse("batch_cancel", args=[batch.pk]), {"reason": "重复编制"})
    batch.refresh_from_db()
    assert batch.status == BatchStatus.CANCELLED
    assert "重复编制" in page(as_user(officer), "batch", batch.pk)


def test_an_item_per_person_offers_the_children_with_their_stage(as_user, officer):
    household = home()
    child = MemberFactory(household=household, relation=Relation.DAUGHTER, position="初中", name="赵小花")
    batch = batch_of(officer, item=item_with(per=Per.PERSON, project=AidProject.SCHOOLING))
    client = as_user(officer)
    found = client.get(reverse("batch_add", args=[batch.pk])).context
    assert [one.member for one in found["found"]] == [child]
    assert found["form"]["people"].value() == STUDENTS
    listed = page(client, "batch_add", batch.pk, way="list", q=household.archive_no)
    assert f'<option value="{Stage.COMPULSORY}" selected>' in listed


def test_the_month_of_payment_is_asked_for(as_user, officer, batch):
    assert 'type="month"' in page(as_user(officer), "payments")


def test_people_of_an_archive_are_chosen_one_by_one(as_user, officer):
    household, item = home(), item_with(per=Per.PERSON)
    batch, worker = batch_of(officer, item=item), household.head
    client = as_user(officer)
    assert worker.name in page(client, "batch_add", batch.pk, way="list", q=household.archive_no)
    told = {"member": [worker.pk], f"stage_{worker.pk}": "college"}
    client.post(reverse("batch_add_chosen", args=[batch.pk]), told)
    line = batch.payments.get()
    assert (line.member, line.stage) == (worker, "college")


def book_of(response):
    content = response.content if hasattr(response, "content") else response
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return sheet.to_python()


def test_lines_and_stops_are_downloaded_with_masked_accounts(as_user, officer):
    batch = batch_of(officer, homes=[home(), home(card_no="")])
    client, card = as_user(officer), batch.payments.order_by("position").first().card_no
    lines = book_of(client.get(reverse("batch_lines_book", args=[batch.pk])))
    assert len(lines) == 4
    assert card not in str(lines)
    assert card[-4:] in str(lines)
    assert "没有银行账号" in str(book_of(client.get(reverse("batch_stops_book", args=[batch.pk]))))


def test_the_list_is_exported_as_it_is_narrowed(as_user, officer, batch):
    batch_of(officer, homes=1, title="另一批")
    item = batch.item_id
    as_user(officer).post(reverse("payments_export", query={"item": item}), {"full": "1"})
    job = Job.objects.get()
    rows = book_of(job.path.read_bytes())
    assert len(rows) == 4
    assert batch.payments.first().card_no in str(rows)
    assert AccessLog.objects.filter(verb="export", detail__contains="2 行，含完整账号").exists()
    looked = AccessLog.objects.filter(verb="export", detail="发放明细，含完整账号").values_list("subject", flat=True)
    assert sorted(looked) == sorted(line.household.archive_no for line in batch.payments.all())


def test_an_export_of_one_person_keeps_no_identity_number(as_user, officer, batch):
    head = batch.payments.first().household.head
    refresh_summary(head.household)
    as_user(officer).post(reverse("payments_export", query={"q": head.identity_no}))
    job = Job.objects.get()
    assert head.identity_no not in str(job.params)
    assert (job.params["archive_nos"], job.result["lines"]) == ([head.household.archive_no], 1)


def test_a_reader_exports_masked_accounts_whatever_he_asks(as_user, registrar, officer, batch):
    as_user(registrar).post(reverse("payments_export"), {"full": "1"})
    assert batch.payments.first().card_no not in str(book_of(Job.objects.get().path.read_bytes()))


def test_a_role_elsewhere_opens_no_account_of_what_is_only_read_here(as_user, registrar, officer, batch):
    facts = {"role": Role.OFFICER, "union": union("532525"), "valid_from": DAY, "expires_on": clock.today()}
    RoleAssignment.objects.create(user=registrar, **facts)
    own = batch_of(registrar, homes=1, code="532525").payments.get()
    as_user(registrar).post(reverse("payments_export"), {"full": "1"})
    rows = str(book_of(Job.objects.get().path.read_bytes()))
    assert (own.card_no in rows, batch.payments.first().card_no in rows) == (True, False)


def test_the_outsider_sees_nothing(as_user, outsider, batch):
    client = as_user(outsider)
    for name in ("batch", "batch_stops", "batch_add", "batch_lines_book"):
        assert client.get(reverse(name, args=[batch.pk])).status_code == 404
    assert client.get(reverse("payment_edit", args=[batch.payments.first().pk])).status_code == 404
    assert not client.get(reverse("payments")).context["page"]
    assert Payment.objects.count() == 2


def test_what_is_no_workbook_is_said(as_user, officer, batch):
    client, address = as_user(officer), reverse("batch_add_workbook", args=[batch.pk])
    assert "文件不是 Excel" in client.post(address, {"book": SimpleUploadedFile("a.xlsx", b"nope")}).content.decode()
    assert "必" in client.post(address, {}).content.decode()
