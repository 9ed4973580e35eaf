"""Table of contents of banks: layouts, files out and back, lines that failed."""

from django.urls import path

from assistance.views import bank
from assistance.views import bank_layouts as layouts

LAYOUT = "bank/layouts/<int:pk>/"

urlpatterns = [
    # layouts
    path("bank/layouts/", layouts.bank_layouts, name="bank_layouts"),
    path("bank/layouts/new/", layouts.bank_layout_create, name="bank_layout_create"),
    path(LAYOUT, layouts.bank_layout, name="bank_layout"),
    path(LAYOUT + "edit/", layouts.bank_layout_edit, name="bank_layout_edit"),
    path(LAYOUT + "retire/", layouts.bank_layout_retire, name="bank_layout_retire"),
    path(LAYOUT + "restore/", layouts.bank_layout_restore, name="bank_layout_restore"),
    # files out and back
    path("batches/<int:pk>/bank/", bank.batch_bank, name="batch_bank"),
    path("batches/<int:pk>/bank/file/", bank.bank_file_make, name="bank_file_make"),
    path("batches/<int:pk>/bank/result/", bank.bank_result_check, name="bank_result_check"),
    path("batches/<int:pk>/bank/result/book/", bank.bank_result_book, name="bank_result_book"),
    # lines that failed
    path("payments/failed/", bank.payments_failed, name="payments_failed"),
    path("payments/failed/again/", bank.payments_again, name="payments_again"),
    path("payments/<int:pk>/follow-up/", bank.payment_follow_up, name="payment_follow_up"),
    path("payments/<int:pk>/give-up/", bank.payment_give_up, name="payment_give_up"),
]
