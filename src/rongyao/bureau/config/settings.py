"""Django's settings. Everything a bureau may want to set is an environment variable; none is needed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from rongyao.bureau.config import database, places

BASE = Path(__file__).resolve().parents[1]
HOME = places.home()


def _kept_secret(name: str) -> str:
    """A random secret made once and kept in the data folder, readable by its owner only."""
    path = HOME / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = os.environ.get("RONGYAO_SECRET_KEY") or _kept_secret("django")
RONGYAO_KEY_FILE = HOME / "keys" / "fields.json"
RONGYAO_HOME = HOME
DEBUG = os.environ.get("RONGYAO_DEBUG") == "1"
IS_DEMO = os.environ.get("RONGYAO_DEMO", "1") == "1"
ALLOWED_HOSTS = os.environ.get("RONGYAO_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
IS_BEHIND_TLS = os.environ.get("RONGYAO_TLS") == "1"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "procrastinate.contrib.django",
    "rongyao.bureau.foundation.divisions",
    "rongyao.bureau.foundation.access",
    "rongyao.bureau.foundation.access.federation",
    "rongyao.bureau.foundation.audit",
    "rongyao.bureau.foundation.clock",
    "rongyao.bureau.foundation.queue",
    "rongyao.bureau.foundation.notices",
    "rongyao.bureau.foundation.files",
    "rongyao.bureau.foundation.api",
    "rongyao.bureau.foundation.ui",
    "rongyao.bureau.registry",
    "rongyao.bureau.registry.families",
    "rongyao.bureau.registry.background",
    "rongyao.bureau.registry.organisations",
    "rongyao.bureau.registry.upkeep",
    "rongyao.bureau.registry.returns",
    "rongyao.bureau.entitlements",
    "rongyao.bureau.entitlements.asking",
    "rongyao.bureau.entitlements.lawbook",
    "rongyao.bureau.entitlements.impact",
    "rongyao.bureau.entitlements.tables",
    "rongyao.bureau.entitlements.arrears",
    "rongyao.bureau.entitlements.whatif",
    "rongyao.bureau.entitlements.readings",
    "rongyao.bureau.entitlements.differences",
    "rongyao.bureau.placement.results",
    "rongyao.bureau.placement.rounds",
    "rongyao.bureau.placement.sittings",
    "rongyao.bureau.desks",
    "rongyao.bureau.demo",
    "rongyao.bureau.config.installation",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rongyao.bureau.foundation.ui.middleware.StrictContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "rongyao.bureau.foundation.access.middleware.ActorMiddleware",
    "rongyao.bureau.registry.families.middleware.LooksOfHelpers",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "rongyao.bureau.config.urls"
WSGI_APPLICATION = "rongyao.bureau.config.wsgi.application"
AUTH_USER_MODEL = "access.User"
LOGIN_URL = "access:sign_in"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "rongyao.bureau.foundation.ui.context.html_attrs",
                "rongyao.bureau.foundation.access.context.actor",
                "rongyao.bureau.desks.context.navigation",
            ],
        },
    }
]
FORM_RENDERER = "rongyao.bureau.foundation.ui.forms.Renderer"

DATABASES = {"default": database.django_settings()}
if "DATABASE_OWNER_URL" in os.environ or (
    database.is_embedded() and not os.environ.get("RONGYAO_TEST_SOCKET")
):
    DATABASES["owner"] = database.django_settings(database.OWNER)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE / "config" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
RONGYAO_NOTICES_FILE = Path(os.environ.get("RONGYAO_NOTICES_FILE") or HOME / "notices.toml")
# Signing in through a directory (OpenID Connect); RONGYAO_OIDC_ISSUER and so on do as well.
RONGYAO_OIDC_FILE = Path(os.environ.get("RONGYAO_OIDC_FILE") or HOME / "oidc.toml")
# Where the virus scanner listens: tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl; empty means there is none.
RONGYAO_CLAMD: str = os.environ.get("RONGYAO_CLAMD", "")
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_BEHIND_TLS
# The proxy with the certificate says which scheme the visitor used; without it no form of an https page is taken.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_BEHIND_TLS else None
SECURE_HSTS_SECONDS = 365 * 86400 if IS_BEHIND_TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "rongyao.bureau.foundation.ui.views.csrf_failure"

PROCRASTINATE_IMPORT_PATHS = ["rongyao.bureau.config.schedule"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# The bureau this installation serves; the law's place codes and letters use it.
BUREAU = {
    "division": "320583",
    "city_division": "3205",
    "province_division": "32",
    "name_zh": "昆山市退役军人事务局",
    "name_en": "Kunshan Veterans Affairs Bureau",
    "letter_series": "昆退役",
    # The authority above: grades disability, suspends benefits; matters are reported up to it.
    "upper_authority": "江苏省退役军人事务厅",
    "phone": os.environ.get("RONGYAO_PHONE", ""),
}

DEFAULT_EXCEPTION_REPORTER = "rongyao.bureau.foundation.secrets.telling.Reporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "rongyao.bureau.foundation.secrets.telling.Filter"
# Errors to the process's own log, with the address but never with what was typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "rongyao.bureau.foundation.secrets.telling.Formatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Whoever turns the log up shall read no values: what a template looked into, what a query asked for, the whole
        # address of a gateway with a telephone number in it.
        "django.template": {"level": "INFO"},
        "django.db.backends": {"level": "INFO"},
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    },
}
