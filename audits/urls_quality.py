"""Table of contents of data quality."""

from django.urls import path

from audits.views.quality import faults, overview, runs

urlpatterns = [
    path("quality/", overview.quality, name="quality"),
    path("quality/trend/", overview.quality_trend, name="quality_trend"),
    path("quality/faults/", faults.faults, name="faults"),
    path("quality/faults/waive/", faults.faults_waive, name="faults_waive"),
    path("quality/waivers/", faults.waivers, name="waivers"),
    path("quality/waivers/<int:pk>/end/", faults.waiver_end, name="waiver_end"),
    path("quality/runs/", runs.quality_runs, name="quality_runs"),
    path("quality/runs/start/", runs.quality_start, name="quality_start"),
    path("quality/runs/<int:pk>/", runs.quality_run, name="quality_run"),
    path("quality/runs/<int:pk>/cancel/", runs.quality_cancel, name="quality_cancel"),
    path("quality/runs/<int:pk>/progress/", runs.quality_progress, name="quality_progress"),
    path("households/<str:archive_no>/quality/", overview.household_quality, name="household_quality"),
]
