"""URLs of exports of registers; what came of them is listed with the jobs (reports.urls_jobs)."""

from django.urls import path

from reports.views import exports

urlpatterns = [
    path("exports/<slug:what>/new/", exports.export_new, name="export_new"),
    path("exports/<slug:what>/size/", exports.export_size, name="export_size"),
]
