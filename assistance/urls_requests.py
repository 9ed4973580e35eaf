"""Table of contents of single applications for aid."""

from django.urls import path

from assistance.views import aid_requests

OF_HOUSEHOLD = "households/<str:archive_no>/aid-requests/"
REQUEST = "aid-requests/<int:pk>/"

urlpatterns = [
    path("aid-requests/", aid_requests.aid_requests, name="aid_requests"),
    path(OF_HOUSEHOLD + "new/", aid_requests.aid_request_create, name="aid_request_create"),
    path(OF_HOUSEHOLD + "proposal/", aid_requests.aid_request_proposal, name="aid_request_proposal"),
    path(REQUEST, aid_requests.aid_request, name="aid_request"),
    path(REQUEST + "edit/", aid_requests.aid_request_edit, name="aid_request_edit"),
    path("reviews/<int:pk>/aid-request/", aid_requests.aid_request_evidence, name="aid_request_evidence"),
]
