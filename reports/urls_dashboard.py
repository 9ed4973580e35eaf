"""URLs of the dashboard, of the lists behind its numbers, and of the leader's brief."""

from django.urls import path

from reports.views import dashboard

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/behind/", dashboard.dashboard_behind, name="dashboard_behind"),
    path("dashboard/brief/", dashboard.dashboard_brief, name="dashboard_brief"),
]
