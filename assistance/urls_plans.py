"""Table of contents of plans, frequent measures, and what has come of difficulties."""

from django.urls import path

from assistance.views import counts, plans, templates

TEMPLATE = "measure-templates/<int:pk>/"

urlpatterns = [
    # plans
    path("households/<str:archive_no>/plan/", plans.household_plan, name="household_plan"),
    path("measures/new/", plans.measures_add, name="measures_add"),
    # frequent measures
    path("measure-templates/", templates.measure_templates, name="measure_templates"),
    path("measure-templates/new/", templates.measure_template_create, name="measure_template_create"),
    path(TEMPLATE, templates.measure_template_edit, name="measure_template_edit"),
    path(TEMPLATE + "retire/", templates.measure_template_retire, name="measure_template_retire"),
    path(TEMPLATE + "restore/", templates.measure_template_restore, name="measure_template_restore"),
    # counts
    path("measures/counts/", counts.measure_counts, name="measure_counts"),
    path("measures/counts/behind/", counts.measure_counts_behind, name="measure_counts_behind"),
]
