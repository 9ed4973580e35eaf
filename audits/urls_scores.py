"""Table of contents of assessment of unions (考核)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
