"""Table of contents of grievances (信访申诉)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
