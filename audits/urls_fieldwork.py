"""Table of contents of what an assessor sees: the own errands."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
