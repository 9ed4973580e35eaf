"""Table of contents of papers of verification."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
