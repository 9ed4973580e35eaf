"""Table of contents of third-party verification: projects, samples, findings, rates."""

from django.urls import path

from audits.views.verification import projects

urlpatterns = [
    path("verification/", projects.verifications, name="verifications"),
    path("verification/new/", projects.verification_create, name="verification_create"),
    path("verification/size/", projects.verification_size, name="verification_size"),
    path("verification/<int:pk>/", projects.verification, name="verification"),
    path("verification/<int:pk>/edit/", projects.verification_edit, name="verification_edit"),
]
