"""Table of contents of notices and objections: for the staff, and the pages that anyone may open."""

from django.urls import path

from reviews.views import notices, notices_acts, notices_objections, notices_public

urlpatterns = [
    path("reviews/notices/", notices.notices, name="notices"),
    path("reviews/notices/new/", notices_acts.notice_draw, name="notice_draw"),
    path("reviews/notices/end/", notices.notice_end, name="notice_end"),
    path("reviews/notices/<int:pk>/", notices.notice, name="notice"),
    path("reviews/notices/<int:pk>/photo/", notices.notice_photo, name="notice_photo"),
    path("reviews/notices/<int:pk>/edit/", notices_acts.notice_edit, name="notice_edit"),
    path("reviews/notices/<int:pk>/post/", notices_acts.notice_post, name="notice_post"),
    path("reviews/notices/<int:pk>/photo/add/", notices_acts.notice_photo_add, name="notice_photo_add"),
    path("reviews/notices/<int:pk>/withdraw/", notices_acts.notice_withdraw, name="notice_withdraw"),
    path("reviews/notices/<int:pk>/close/", notices_acts.notice_close, name="notice_close"),
    # Objections
    path("reviews/notices/<int:pk>/objections/new/", notices_objections.objection_enter, name="objection_enter"),
    path("reviews/objections/", notices_objections.objections, name="objections"),
    path("reviews/objections/<int:pk>/", notices_objections.objection, name="objection"),
    # For anyone
    path("notices/", notices_public.public_notices, name="public_notices"),
    path("notices/answer/", notices_public.public_answer, name="public_answer"),
    path("notices/<slug:token>/", notices_public.public_notice, name="public_notice"),
]
