"""URLs of the plan sheet."""

from django.urls import path

from reports.views import plans

urlpatterns = [path("households/<str:archive_no>/plan-sheet/", plans.plan_sheet, name="plan_sheet")]
