"""URLs of the printed notice."""

from django.urls import path

from reports.views import notices

urlpatterns = [path("reviews/notices/<int:pk>/paper/", notices.notice_pdf, name="notice_pdf")]
