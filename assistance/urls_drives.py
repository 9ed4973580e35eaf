"""Table of contents of seasonal actions."""

from django.urls import path

from assistance.views import drive_targets, drives

DRIVE = "drives/<int:pk>/"

urlpatterns = [
    # actions
    path("drives/", drives.drives, name="drives"),
    path("drives/new/", drives.drive_create, name="drive_create"),
    path(DRIVE, drives.drive, name="drive"),
    path(DRIVE + "edit/", drives.drive_edit, name="drive_edit"),
    path(DRIVE + "quotas/", drives.drive_quotas, name="drive_quotas"),
    path(DRIVE + "start/", drives.drive_start, name="drive_start"),
    path(DRIVE + "close/", drives.drive_close, name="drive_close"),
    path(DRIVE + "discard/", drives.drive_discard, name="drive_discard"),
    # targets
    path(DRIVE + "targets/", drive_targets.drive_targets, name="drive_targets"),
    path(DRIVE + "targets/add/", drive_targets.drive_targets_add, name="drive_targets_add"),
    path(DRIVE + "targets/remove/", drive_targets.drive_targets_remove, name="drive_targets_remove"),
]
