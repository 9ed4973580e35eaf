"""Table of contents of data quality."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
