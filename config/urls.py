"""Root of the URLs; each app has its own table of contents."""

# While the apps are being written, what is missing yet answers 404 under its name.
from importlib.util import find_spec

from django.http import Http404
from django.urls import URLPattern, include, path

from core.views import healthz

MODULES = [
    "organizations.urls",
    "households.urls_imports",
    "households.urls",
    "pairing.urls",
    "assistance.urls",
    "audits.urls",
    "reports.urls_booklets",
    "reports.urls_jobs",
    "reports.urls_home",
]
urlpatterns = [path("healthz", healthz, name="healthz"), *[path("", include(m)) for m in MODULES if find_spec(m)]]


def missing(request, **kwargs):
    raise Http404


def names(patterns):
    for p in patterns:
        if isinstance(p, URLPattern):
            yield p.name
        else:
            yield from names(p.url_patterns)


have = set(names(urlpatterns))
PLAIN = "home jobs me logout login households imports standards my_households visits_due pairings_missing cadres clear_counts unions accounts offices access_log household_create import_template booklets_print"
NUMBERED = (
    "household household_income household_aid household_visits household_difficulties household_clear household_attachments "
    "household_timeline household_edit visit_log booklet pair_household call"
)
urlpatterns += [path(f"missing/{n}/", missing, name=n) for n in PLAIN.split() if n not in have]
urlpatterns += [path(f"missing/<str:archive_no>/{n}/", missing, name=n) for n in NUMBERED.split() if n not in have]
urlpatterns += [path(f"missing/<int:pk>/{n}/", missing, name=n) for n in ("job", "import") if n not in have]
