"""Table of contents of third-party verification: projects, samples, findings, rates."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
