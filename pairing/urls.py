"""Table of contents of pairing and visits."""

from django.urls import path

from pairing.views import (
    cadres,
    county,
    coverage,
    handovers,
    mine,
    pairings,
    rhythm,
    stations,
    suggestions,
    visits,
)

HOUSEHOLD = "households/<str:archive_no>/"

urlpatterns = [
    # the cadre's own
    path("mine/", mine.my_households, name="my_households"),
    path(HOUSEHOLD + "call/", mine.call, name="call"),
    # visits
    path(HOUSEHOLD + "visits/", visits.household_visits, name="household_visits"),
    path(HOUSEHOLD + "visits/new/", visits.visit_log, name="visit_log"),
    path(HOUSEHOLD + "visits/<int:pk>/", visits.visit, name="visit"),
    path(HOUSEHOLD + "visits/<int:pk>/correct/", visits.visit_correct, name="visit_correct"),
    path("visits/due/", county.visits_due, name="visits_due"),
    path("visits/rhythm/", rhythm.rhythm_counts, name="rhythm_counts"),
    path("visits/least/", rhythm.least_visited, name="least_visited"),
    # pairings
    path("pairings/missing/", pairings.pairings_missing, name="pairings_missing"),
    path(HOUSEHOLD + "pairings/new/", pairings.pair_household, name="pair_household"),
    path(HOUSEHOLD + "pairings/<int:pk>/end/", pairings.pairing_end, name="pairing_end"),
    path(HOUSEHOLD + "pairings/<int:pk>/hand-over/", pairings.pairing_hand_over, name="pairing_hand_over"),
    path("pairings/counts/", coverage.pairing_counts, name="pairing_counts"),
    path("pairings/households/", coverage.pairing_behind, name="pairing_behind"),
    path("pairings/suggestions/", suggestions.pairing_suggestions, name="pairing_suggestions"),
    # the network of aid
    path("stations/", stations.stations, name="stations"),
    path("stations/new/", stations.station_create, name="station_create"),
    path("stations/<int:pk>/edit/", stations.station_edit, name="station_edit"),
    # handing over
    path("cadres/<int:pk>/hand-over/", handovers.cadre_hand_over, name="cadre_hand_over"),
    path("cadres/<int:pk>/hand-over/share/", handovers.cadre_hand_over_share, name="cadre_hand_over_share"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/<int:pk>/", handovers.handover, name="handover"),
    path("handovers/<int:pk>/acknowledge/", handovers.handover_acknowledge, name="handover_acknowledge"),
    # cadres and helping units
    path("cadres/", cadres.cadres, name="cadres"),
    path("cadres/new/", cadres.cadre_create, name="cadre_create"),
    path("cadres/<int:pk>/", cadres.cadre, name="cadre"),
    path("cadres/<int:pk>/edit/", cadres.cadre_edit, name="cadre_edit"),
    path("cadres/<int:pk>/account/", cadres.cadre_account, name="cadre_account"),
    path("cadres/<int:pk>/deactivate/", cadres.cadre_deactivate, name="cadre_deactivate"),
    path("cadres/<int:pk>/reactivate/", cadres.cadre_reactivate, name="cadre_reactivate"),
    path("helping-units/", county.helping_units, name="helping_units"),
    path("helping-units/new/", county.helping_unit_create, name="helping_unit_create"),
    path("helping-units/<int:pk>/edit/", county.helping_unit_edit, name="helping_unit_edit"),
]
