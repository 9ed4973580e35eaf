"""Table of contents of services: training, job matching, job counselling, legal help."""

from django.urls import path

from assistance.views.services import attendance, counts, followups, keeping, money, people

SERVICE = "services/<int:pk>/"
SESSION = SERVICE + "sessions/<int:session>/"
ENROLMENT = "services/people/<int:pk>/"

urlpatterns = [
    path("services/", keeping.services, name="services"),
    path("services/new/", keeping.service_create, name="service_create"),
    path(SERVICE, keeping.service, name="service"),
    path(SERVICE + "edit/", keeping.service_edit, name="service_edit"),
    path(SERVICE + "close/", keeping.service_close, name="service_close"),
    path(SERVICE + "reopen/", keeping.service_reopen, name="service_reopen"),
    path(SERVICE + "cancel/", keeping.service_cancel, name="service_cancel"),
    # who takes part
    path(SERVICE + "enrol/", people.service_enrol, name="service_enrol"),
    path(SERVICE + "complete/", people.service_complete, name="service_complete"),
    path(SERVICE + "absent/", people.service_absent, name="service_absent"),
    path(SERVICE + "placement/", people.service_placement, name="service_placement"),
    path(ENROLMENT + "withdraw/", people.enrolment_withdraw, name="enrolment_withdraw"),
    path(ENROLMENT + "outcome/", people.enrolment_outcome, name="enrolment_outcome"),
    path(ENROLMENT + "reopen/", people.enrolment_reopen, name="enrolment_reopen"),
    # who came
    path(SERVICE + "sessions/", attendance.service_sessions, name="service_sessions"),
    path(SESSION, attendance.session_attendance, name="session_attendance"),
    path(SESSION + "edit/", attendance.session_edit, name="session_edit"),
    path(SESSION + "remove/", attendance.session_remove, name="session_remove"),
    path(SERVICE + "sheet/", attendance.service_sheet, name="service_sheet"),
    path(SERVICE + "sheet/back/", attendance.service_sheet_back, name="service_sheet_back"),
    # what became of it
    path(SERVICE + "outcomes/", followups.service_outcomes, name="service_outcomes"),
    path("services/follow-ups/", followups.follow_ups_due, name="follow_ups_due"),
    path(ENROLMENT + "follow-up/<int:months>/", followups.follow_up, name="follow_up"),
    # what it cost
    path(SERVICE + "charges/new/", money.service_charge, name="service_charge"),
    path("services/charges/<int:pk>/take-back/", money.charge_take_back, name="charge_take_back"),
    # counted
    path("services/counts/", counts.service_counts, name="service_counts"),
    path("services/counts/behind/", counts.service_counts_behind, name="service_counts_behind"),
]
