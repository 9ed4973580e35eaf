"""URLs of archives, by noun."""

from django.urls import path

from households.views import archives, attachments, checks, duplicates, income, listing, people, standards, timeline

urlpatterns = [
    path("households/", listing.households, name="households"),
    path("households/columns/", listing.list_columns, name="list_columns"),
    path("households/new/", archives.household_create, name="household_create"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/typed/", duplicates.duplicates_typed, name="duplicates_typed"),
    path("duplicates/<int:pk>/", duplicates.duplicate, name="duplicate"),
    path("standards/", standards.standards, name="standards"),
    path("standards/<int:pk>/remove/", standards.standard_remove, name="standard_remove"),
    path("households/<str:archive_no>/", archives.household, name="household"),
    path("households/<str:archive_no>/edit/", archives.household_edit, name="household_edit"),
    path("households/<str:archive_no>/edit/<slug:section>/", archives.household_edit, name="household_edit"),
    path("households/<str:archive_no>/members/new/", people.member_add, name="member_add"),
    path("households/<str:archive_no>/members/<int:pk>/", people.member_edit, name="member_edit"),
    path("households/<str:archive_no>/members/<int:pk>/remove/", people.member_remove, name="member_remove"),
    path("households/<str:archive_no>/members/<int:pk>/depart/", people.member_depart, name="member_depart"),
    path("households/<str:archive_no>/members/<int:pk>/take-back/", people.member_take_back, name="member_take_back"),
    path("households/<str:archive_no>/compare/<str:other_no>/", duplicates.household_compare, name="household_compare"),
    path("households/<str:archive_no>/reveal/", people.reveal_number, name="reveal_number"),
    path("households/<str:archive_no>/income/", income.household_income, name="household_income"),
    path("households/<str:archive_no>/income/new/", income.survey_add, name="survey_add"),
    path("households/<str:archive_no>/income/<int:pk>/", income.survey_edit, name="survey_edit"),
    path("households/<str:archive_no>/checks/new/", checks.economic_check_add, name="economic_check_add"),
    path("households/<str:archive_no>/checks/<int:pk>/", checks.economic_check_edit, name="economic_check_edit"),
    path("households/<str:archive_no>/files/", attachments.household_attachments, name="household_attachments"),
    path("households/<str:archive_no>/files/<int:pk>/", attachments.attachment, name="attachment"),
    path("households/<str:archive_no>/files/<int:pk>/small/", attachments.thumbnail, name="attachment_thumbnail"),
    path("households/<str:archive_no>/files/<int:pk>/remove/", attachments.attachment_remove, name="attachment_remove"),
    path("households/<str:archive_no>/timeline/", timeline.household_timeline, name="household_timeline"),
]
