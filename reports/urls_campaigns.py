"""URLs of the report on a campaign."""

from django.urls import path

from reports.views import campaigns

urlpatterns = [
    path("campaigns/<int:pk>/report/", campaigns.campaign_report, name="campaign_report"),
    path("campaigns/<int:pk>/workbook/", campaigns.campaign_workbook, name="campaign_workbook"),
]
