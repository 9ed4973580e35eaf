"""Root of the URLs; each app has its own table of contents."""

from django.urls import path

from core.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
]
