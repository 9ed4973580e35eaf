"""URLs of the pages that need no login: applying with a code, asking how an application stands."""

from django.urls import path

from households.views import applying

urlpatterns = [
    path("apply/", applying.apply_enter, name="apply_enter"),
    path("apply/status/", applying.apply_status, name="apply_status"),
    path("apply/papers/", applying.apply_papers, name="apply_papers"),
    path("apply/fill/<slug:step>/", applying.apply_step, name="apply_step"),
]
