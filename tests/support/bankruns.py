"""Batches on their way through the bank, in tests."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from assistance.actions.bank.files import make_bank_file
from assistance.actions.bank.results import read_result
from assistance.bank.rounds import file_lines
from assistance.models import BankLayout, Payment
from assistance.payments.enums import PaymentStatus
from tests.support.bank import PASSWORD, answered_text, answers, layout_of
from tests.support.batches import BatchFactory, LineFactory, batch_of, locked


def general():
    """Return the shipped text layout."""
    return BankLayout.objects.get(code="general-text")


def sent(by, count=3, batch=None):
    """Return a batch whose file was made."""
    with transaction.atomic():
        batch = batch or locked(batch_of(count))
    make_bank_file(batch, general(), by=by, password=PASSWORD)
    return batch


def rows_of(batch, *failed, round_no=1):
    """Return the bank's answer to the lines of a round on their way; the lines at these places failed."""
    waiting = Payment.objects.filter(batch=batch, round=round_no, status=PaymentStatus.SENT).select_related("household")
    lines = file_lines(batch, waiting, with_identity=False)
    return answers(lines, **{f"k{line.key}": "账户已销户" for line in lines if int(line.key[-5:]) in failed})


def upload_of(rows, name="回盘.txt"):
    """Return an answer as a file that is handed in."""
    return SimpleUploadedFile(name, answered_text(rows, layout_of()))


def states(batch):
    """Return how the lines of a batch stand, by place."""
    return [str(status) for status in batch.payments.order_by("position").values_list("status", flat=True)]


def at_bank(household, by, *, seq=900):
    """Pay one line of a household by bank, which gives it back; return what the paths of the tables name."""
    batch = BatchFactory(seq=seq)
    LineFactory(batch=batch, household=household)
    sent(by, batch=locked(batch))
    read_result(batch, general(), upload_of(rows_of(batch, 1)), by=by)
    return {"paid_batch": batch.pk, "failed_line": batch.payments.get().pk}
