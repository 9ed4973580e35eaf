"""URLs of background jobs."""

from django.urls import path

from reports.views import jobs

urlpatterns = [
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/bell/", jobs.jobs_bell, name="jobs_bell"),
    path("jobs/live/", jobs.jobs_live, name="jobs_live"),
    path("jobs/<int:pk>/", jobs.job_page, name="job"),
    path("jobs/<int:pk>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<int:pk>/cancel/", jobs.job_cancel, name="job_cancel"),
    path("jobs/<int:pk>/again/", jobs.job_again, name="job_again"),
    path("jobs/<int:pk>/file/", jobs.job_file, name="job_file"),
]
