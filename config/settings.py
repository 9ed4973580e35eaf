"""All settings, read from the environment; a value that makes no sense stops the start with a message.

Environment: ``APP_HOME`` (what the system writes), ``DATABASE_URL`` (any PostgreSQL from 14 up; embedded when unset),
``SECRET_KEY`` (kept in APP_HOME when unset), ``ALLOWED_HOSTS`` (comma separated), ``HTTPS`` (1 behind TLS), and more:
docs/deployment.md lists them all.
"""

import os
from pathlib import Path

import dj_database_url
import django
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import embedded
from config.environment import directory, flag, number, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
APP_HOME = embedded.home()

DEBUG = flag("DEBUG")
HTTPS = flag("HTTPS")
PROXIES = number("PROXIES", 0, 0, 5)  # how many of our own stand before the web server
SECRET_KEY = secret_key(APP_HOME)
ALLOWED_HOSTS = [h for h in os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]

DATABASE_URL = os.environ.get("DATABASE_URL") or embedded.ensure_running()
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL server (postgresql://…)")
# Every trigger of pgtrigger asks for this setting, by an exception where there is none. Each exception goes through all
# deferred checks of the transaction, which makes the time of thousands of rows grow with their square.
_options = DATABASES["default"].setdefault("OPTIONS", {})
# Keepalive: a worker whose machine lost its power holds its job until the server finds out, in 90 s, not in two hours.
_session = "-c pgtrigger.ignore={} -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=6"
_options["options"] = f"{_options.get('options', '')} {_session}".strip()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "rest_framework",
    "pgtrigger",
    "pghistory",
    "treebeard",
    "core",
    "organizations",
    "reviews",
    "households",
    "pairing",
    "assistance",
    "audits",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.PackedPages",
    "csp.middleware.CSPMiddleware",
    "core.middleware.NeverStored",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "organizations.middleware.BearerTokens",
    "organizations.middleware.LoginRequired",
    "organizations.middleware.IdleTimeout",
    "organizations.middleware.FirstPassword",
    "pghistory.middleware.HistoryMiddleware",
    "core.middleware.DomainErrors",
    "audits.middleware.RefreshSixClear",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reports.navigation.frame",
            ],
            "builtins": [
                "core.templatetags.components",
                "households.templatetags.archives",
                "django.contrib.humanize.templatetags.humanize",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
# Django's own Chinese before that of packages, which word the same messages otherwise.
LOCALE_PATHS = [Path(django.__file__).parent / "conf" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = APP_HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # nothing asks for the plain names; packing them too doubles the first start
# Attachments and exports are never below a web root; views serve them in scope (core.files). Machines that work
# together mount one directory (docs/deployment.md).
MEDIA_STORE = directory("MEDIA_STORE")
MEDIA_ROOT = Path(MEDIA_STORE or APP_HOME) / "media"
EXPORT_ROOT = Path(MEDIA_STORE or APP_HOME) / "exports"
EXPORT_DAYS = number("EXPORT_DAYS", 7, 1, 365)
WAITING_JOBS = number("WAITING_JOBS", 20, 1, 1000)
FEED_DAYS = number("FEED_DAYS", 180, 30, 3650)  # the database itself keeps younger changes than 30 days
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = ["core.uploads.StrangersLimit", "django.core.files.uploadhandler.TemporaryFileUploadHandler"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Accounts -------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "organizations.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "organizations.passwords.CharacterClasses"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
IDLE_MINUTES = number("IDLE_MINUTES", 30, 1, 24 * 60)
PASSWORD_DAYS = number("PASSWORD_DAYS", 90, 0, 3650)  # 0: never expires
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1 / 4  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the minutes that the lockout page names are kept
AXES_LOCKOUT_CALLABLE = "organizations.views.sessions.locked_out"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # ours (organizations.AccessLog) cannot be changed afterwards

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "axes.W006",  # locking by account, not by address: an office shares one address
    "security.W005",  # sub-domains and the browsers' lists belong to the office that owns the domain
    "security.W021",
    "security.W008",  # nginx leads to https (deploy/nginx.conf); without it there is no certificate to lead to
]

# The API speaks JSON alone (no page of its own), to those who are logged in, in the words of the pages.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "organizations.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "organizations.tokens.HasScope",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.parsers.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "core.schema.ApiSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "core.problems.problem",
}
API_MOST_BYTES = number("API_MOST_BYTES", 1048576, 65536, 20971520)  # of one request
API_KEY_HOURS = number("API_KEY_HOURS", 24, 1, 720)  # so long the answer to a write is kept under its Idempotency-Key
SPECTACULAR_SETTINGS = {
    "TITLE": "户户清接口",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "DESCRIPTION": "困难职工档案与帮扶工作的数据接口：数据范围、办理规则和提示与网页相同。",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "POSTPROCESSING_HOOKS": ["core.schema.add_problems", "core.schema.tidy"],
}

DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD", "")

# Rules that differ between places or years and have no table yet; each is a default, not a fact -----------------------
SIX_CLEAR_SINCE_YEAR = 2017  # 云南省总工会办公室 2020-03: aid and policies are listed from 2017 on
SIX_CLEAR_SURVEY_MONTHS = number("SIX_CLEAR_SURVEY_MONTHS", 12, 1, 60)
SIX_CLEAR_SEEN_MONTHS = number("SIX_CLEAR_SEEN_MONTHS", 12, 1, 60)
VERIFIED_AS_FILED_MONTHS = number("VERIFIED_AS_FILED_MONTHS", 6, 0, 24)  # 核查数据视同入档时情况的月数 [INF]
RECTIFY_BASIS = os.environ.get("RECTIFY_BASIS", "《困难职工档案管理办法》（总工办〔2016〕36号）")
RECTIFY_WORKDAYS = number("RECTIFY_WORKDAYS", 20, 1, 250)  # what the form of a rectification proposes
REVERIFY_MONTHS = number("REVERIFY_MONTHS", 12, 1, 60)  # 建档满一年重新填表 (domain reference 5.2)
RETIREMENT_MEN = number("RETIREMENT_MEN", 60, 0, 75)  # 0: retirement is no reason to re-verify
RETIREMENT_WOMEN = number("RETIREMENT_WOMEN", 55, 0, 75)
VISIT_HOME_EVERY_DAYS = number("VISIT_HOME_EVERY_DAYS", 92, 7, 400)
VISIT_CALL_EVERY_DAYS = number("VISIT_CALL_EVERY_DAYS", 31, 1, 400)
VISIT_DUE_SOON_DAYS = number("VISIT_DUE_SOON_DAYS", 14, 1, 90)
CADRE_MAX_HOUSEHOLDS = number("CADRE_MAX_HOUSEHOLDS", 10, 1, 500)  # of one cadre, unless the cadre's own row says more
LEADER_HOUSEHOLDS = number("LEADER_HOUSEHOLDS", 1, 1, 50)  # 领导一对一 (domain reference 7.3)
TASK_REMIND_DAYS = number("TASK_REMIND_DAYS", 7, 1, 60)  # so long before its deadline a task of an office is 临期
TASK_ESCALATE_WORKDAYS = number("TASK_ESCALATE_WORKDAYS", 5, 1, 60)  # overdue by more than these it is passed up (督办)
NOTICE_POSTED_BEFORE_DAYS = number("NOTICE_POSTED_BEFORE_DAYS", 7, 0, 60)  # how long ago a posting may be entered
NOTICE_POSTED_AHEAD_DAYS = number("NOTICE_POSTED_AHEAD_DAYS", 30, 0, 90)
APPLICATION_CODE_DAYS = number("APPLICATION_CODE_DAYS", 30, 1, 365)
DECISION_OBJECTION_DAYS = number("DECISION_OBJECTION_DAYS", 10, 1, 90)  # working days that the letter to a family names
MEASURE_USUAL_DAYS = number("MEASURE_USUAL_DAYS", 90, 1, 400)  # what the form of a measure proposes; people change it
QUALITY_HOUR = number("QUALITY_HOUR", 2, 0, 23)  # from this hour of each day the rules of data quality are run
QUALITY_PAUSE_MINUTES = number("QUALITY_PAUSE_MINUTES", 2, 0, 1440)  # what was just checked is not checked again
QUALITY_AGAIN_MINUTES = number("QUALITY_AGAIN_MINUTES", 30, 0, 1440)  # nor without being asked whether it still shall
QUALITY_WAIVER_DAYS = number("QUALITY_WAIVER_DAYS", 90, 1, 3650)  # what the form of a waiver proposes
QUALITY_WAIVER_MOST_DAYS = number("QUALITY_WAIVER_MOST_DAYS", 366, 1, 3650)  # no waiver hides a fault for longer
QUALITY_WAIVER_SOON_DAYS = number("QUALITY_WAIVER_SOON_DAYS", 30, 1, 366)  # so long before its end it is 即将到期

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "core.logs.Discreet", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"huhuqing": {"level": "INFO"}},
}
