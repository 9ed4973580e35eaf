"""URLs of the 户户清表册."""

from django.urls import path

from reports.views import booklets

urlpatterns = [
    path("households/booklets/print/", booklets.booklets_print, name="booklets_print"),
    path("households/<str:archive_no>/booklet/", booklets.booklet, name="booklet"),
]
