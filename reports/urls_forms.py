"""URLs of the printed forms."""

from django.urls import path

from reports.views import forms

urlpatterns = [
    path("households/<str:archive_no>/application/", forms.application, name="application_form"),
    path("reviews/papers/print/", forms.papers_print, name="papers_print"),
    path("reviews/<int:pk>/papers/<slug:paper>/", forms.review_paper, name="review_paper"),
    path("meetings/<int:pk>/minutes/", forms.meeting_minutes, name="meeting_minutes"),
]
