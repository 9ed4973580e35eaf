"""Table of contents of what an assessor sees: the own errands."""

from django.urls import path

from audits.views.fieldwork import errands, households, photos, sheets

urlpatterns = [
    path("fieldwork/", errands.fieldwork, name="fieldwork"),
    path("fieldwork/<int:pk>/accept/", errands.fieldwork_accept, name="fieldwork_accept"),
    path("fieldwork/households/<int:pk>/", households.fieldwork_household, name="fieldwork_household"),
    path("fieldwork/households/<int:pk>/call/", households.fieldwork_call, name="fieldwork_call"),
    path("fieldwork/households/<int:pk>/reveal/", households.fieldwork_reveal, name="fieldwork_reveal"),
    path("fieldwork/households/<int:pk>/form/", sheets.fieldwork_form, name="fieldwork_form"),
    path("fieldwork/households/<int:pk>/leave/", households.fieldwork_leave, name="fieldwork_leave"),
    path("fieldwork/households/<int:pk>/photos/", photos.fieldwork_photo_add, name="fieldwork_photo_add"),
    path("fieldwork/photos/<int:pk>/", photos.fieldwork_photo, name="fieldwork_photo"),
    path("fieldwork/photos/<int:pk>/remove/", photos.fieldwork_photo_remove, name="fieldwork_photo_remove"),
]
