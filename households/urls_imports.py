"""URLs of archive imports; they stand before those of single archives."""

from django.urls import path

from households.views import imports

urlpatterns = [
    path("households/import/", imports.imports, name="imports"),
    path("households/import/upload/", imports.import_upload, name="import_upload"),
    path("households/import/template/", imports.import_template, name="import_template"),
    path("households/import/<int:pk>/", imports.import_page, name="import"),
    path("households/import/<int:pk>/progress/", imports.import_progress, name="import_progress"),
    path("households/import/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("households/import/<int:pk>/cancel/", imports.import_cancel, name="import_cancel"),
    path("households/import/<int:pk>/corrections/", imports.import_corrections, name="import_corrections"),
]
