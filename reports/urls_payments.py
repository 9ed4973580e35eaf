"""URLs of the papers of money."""

from django.urls import path

from reports.views import payments

urlpatterns = [
    path("batches/<int:pk>/roster/", payments.batch_roster, name="batch_roster"),
    path("batches/<int:pk>/receipts/", payments.batch_receipts, name="batch_receipts"),
]
