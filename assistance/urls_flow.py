"""Table of contents of what happens to a batch once its lines stand, and of one payment."""

from django.urls import path

from assistance.views.payments import flow, payment

BATCH = "batches/<int:pk>/"

urlpatterns = [
    # decided on
    path(BATCH + "submit/", flow.batch_submit, name="batch_submit"),
    path(BATCH + "evidence/", flow.batch_evidence, name="batch_evidence"),
    # paid
    path(BATCH + "lock/", flow.batch_lock, name="batch_lock"),
    path(BATCH + "handing/", flow.batch_handing, name="batch_handing"),
    path(BATCH + "handing/received/", flow.batch_received, name="batch_received"),
    path(BATCH + "handing/not-taken/", flow.batch_not_taken, name="batch_not_taken"),
    path(BATCH + "voucher-number/", flow.batch_voucher_number, name="batch_voucher_number"),
    path(BATCH + "close/", flow.batch_close, name="batch_close"),
    # one payment
    path("payments/<int:pk>/", payment.payment, name="payment"),
    path("payments/<int:pk>/reveal/", payment.payment_reveal, name="payment_reveal"),
    path("payments/<int:pk>/refund/", payment.payment_refund, name="payment_refund"),
]
