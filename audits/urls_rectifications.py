"""Table of contents of rectification of what was found."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
