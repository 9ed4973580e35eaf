"""URLs of the card of policies."""

from django.urls import path

from reports.views import policies

urlpatterns = [
    path("households/policy-cards/print/", policies.policy_cards_print, name="policy_cards_print"),
    path("households/<str:archive_no>/policy-card/", policies.policy_card, name="policy_card"),
]
