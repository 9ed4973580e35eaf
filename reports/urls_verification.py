"""URLs of the papers of verification."""

from django.urls import path

from reports.views import verification as papers

urlpatterns = [
    path("verification/<int:pk>/report/", papers.verification_report, name="verification_report"),
    path("verification/<int:pk>/workbook/", papers.verification_workbook, name="verification_workbook"),
    path("rectifications/<int:pk>/notice/", papers.rectification_notice, name="rectification_notice"),
]
