"""Table of contents of papers of assessment."""

from django.urls import path

from reports.views import scores

urlpatterns = [
    path("scores/cards/<int:pk>/form/", scores.score_card_form, name="score_card_form"),
    path("scores/<int:pk>/results/form/", scores.score_results_form, name="score_results_form"),
]
