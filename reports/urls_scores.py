"""Table of contents of papers of assessment."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
