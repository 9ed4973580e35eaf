"""URLs of the papers of money."""

from django.urls import path

from reports.views import funds, payments

urlpatterns = [
    path("batches/<int:pk>/roster/", payments.batch_roster, name="batch_roster"),
    path("batches/<int:pk>/receipts/", payments.batch_receipts, name="batch_receipts"),
    path("batches/<int:pk>/approval-form/", payments.batch_approval_form, name="batch_approval_form"),
    path("batches/<int:pk>/voucher/", payments.batch_voucher, name="batch_voucher"),
    path("funds/reports/<slug:table>/", funds.fund_report, name="fund_report"),
    path("drives/<int:pk>/report/", funds.drive_report, name="drive_report"),
    path("households/<str:archive_no>/received/", funds.household_received, name="household_received"),
]
