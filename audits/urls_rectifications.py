"""Table of contents of rectifications."""

from django.urls import path

from audits.views import rectification_sending, rectifications

urlpatterns = [
    path("rectifications/", rectifications.rectifications, name="rectifications"),
    path("rectifications/send/", rectification_sending.rectification_send, name="rectification_send"),
    path("rectifications/repeats/", rectifications.rectification_repeats, name="rectification_repeats"),
    path("rectifications/<int:pk>/", rectifications.rectification, name="rectification"),
    *(
        path(
            f"rectifications/<int:pk>/{name}/",
            rectifications.rectification_act,
            {"name": name},
            name=f"rectification_{name}",
        )
        for name in ("assign", "done", "verify", "back", "withdraw")
    ),
    path("grievances/<int:pk>/rectify/", rectification_sending.grievance_rectify, name="grievance_rectify"),
    path("quality/faults/rectify/", rectification_sending.faults_rectify, name="faults_rectify"),
    path("verification-papers/<int:pk>/", rectifications.finding_paper, name="finding_paper"),
]
