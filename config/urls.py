"""Root of the URLs; each app has its own table of contents."""

from django.urls import include, path, re_path

from config.docs import api_address, api_docs, api_schema
from core.views import healthz

urlpatterns = [
    path("api/v1/schema/", api_schema, name="api_schema"),
    path("api/v1/docs/", api_docs, name="api_docs"),
    path("api/v1/", include("config.api")),
    re_path("^api/", api_address, name="api_address"),
    path("healthz", healthz, name="healthz"),
    path("", include("organizations.urls")),
    path("", include("households.urls_public")),
    path("", include("reviews.urls")),
    path("", include("reviews.urls_notices")),
    path("", include("households.urls_imports")),
    path("", include("households.urls")),
    path("", include("households.urls_eligibility")),
    path("", include("pairing.urls")),
    path("", include("assistance.urls")),
    path("", include("assistance.urls_policies")),
    path("", include("assistance.urls_funds")),
    path("", include("assistance.urls_plans")),
    path("", include("assistance.urls_tasks")),
    path("", include("assistance.urls_payments")),
    path("", include("assistance.urls_flow")),
    path("", include("assistance.urls_ceilings")),
    path("", include("assistance.urls_services")),
    path("", include("assistance.urls_drives")),
    path("", include("assistance.urls_requests")),
    path("", include("assistance.urls_bank")),
    path("", include("audits.urls")),
    path("", include("audits.urls_verification")),
    path("", include("audits.urls_fieldwork")),
    path("", include("audits.urls_rectifications")),
    path("", include("audits.urls_quality")),
    path("", include("audits.urls_scores")),
    path("", include("audits.urls_grievances")),
    path("", include("reports.urls_booklets")),
    path("", include("reports.urls_forms")),
    path("", include("reports.urls_plans")),
    path("", include("reports.urls_notices")),
    path("", include("reports.urls_policies")),
    path("", include("reports.urls_campaigns")),
    path("", include("reports.urls_dashboard")),
    path("", include("reports.urls_tasks")),
    path("", include("reports.urls_payments")),
    path("", include("reports.urls_verification")),
    path("", include("reports.urls_scores")),
    path("", include("reports.urls_registers")),
    path("", include("reports.urls_jobs")),
    path("", include("reports.urls_exports")),
    path("", include("reports.urls_home")),
]

handler400, handler404, handler500 = "core.views.bad_request", "core.views.not_found", "core.views.server_error"
