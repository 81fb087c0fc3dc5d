"""Settings of the portal: read from the environment, unsafe ones refused outside the demonstration."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "reference"
HOME = Path(os.environ.get("OCOP_HOME", ROOT / "var")).resolve()
OCOP_DEMO = os.environ.get("OCOP_DEMO") == "1"
TESTING = "pytest" in sys.modules
DEBUG = False

ORIGIN = os.environ.get("OCOP_ORIGIN", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}").rstrip("/")
PAPERS_DIR = HOME / "papers"
# Keys that sign for the issuer; a PKCS#12 of a certification authority for PDFs, its roots to be trusted beside it.
KEYS_DIR = HOME / "keys"
SIGNING_PKCS12 = os.environ.get("OCOP_SIGNING_PKCS12", "")
SIGNING_PASSPHRASE = os.environ.get("OCOP_SIGNING_PASSPHRASE", "")
SIGNING_ROOTS = os.environ.get("OCOP_SIGNING_ROOTS", "")


def _secret_key() -> str:
    given = os.environ.get("OCOP_SECRET_KEY")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured("OCOP_SECRET_KEY phải dài ít nhất 32 ký tự.")
        return given
    file = HOME / "secret-key"
    if not file.exists():
        _write_secret(file)
    return file.read_text().strip()


def _write_secret(file: Path) -> None:
    """Complete or absent: several processes may start at once, and all must end with the same key."""
    HOME.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"secret-key.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


SECRET_KEY = _secret_key()
# Printed stamps outlive a change of the key above when they have a root of their own.
STAMP_SECRET = os.environ.get("OCOP_STAMP_SECRET", "")
# Receivers of events on this very machine, `host:port` each; a demonstration may have them, nobody else (see traces).
LOCAL_WEBHOOKS = tuple(os.environ.get("OCOP_LOCAL_WEBHOOKS", "").split())


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL phải bắt đầu bằng postgresql://.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL") or "postgresql:///")}
if not os.environ.get("DATABASE_URL"):
    DATABASES["default"]["ENGINE"] = "ocop.portal.management.embedded"
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", "2")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CHAPTERS = [
    "design", "journal", "places", "people", "papers", "letters",
    "producers", "products", "cycles", "criteria", "dossiers", "councils", "certificates",
    "traces", "lots", "diaries", "stamps", "scans",
    "reports", "portal",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "csp",
    *(f"ocop.{chapter}" for chapter in CHAPTERS),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ocop.portal.middleware.DatabaseAwayMiddleware",
    "ocop.portal.middleware.SoundInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ocop.portal.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ocop.portal.middleware.RefusedMiddleware",
]
ROOT_URLCONF = "ocop.portal.urls"
WSGI_APPLICATION = "ocop.portal.management.wsgi.application"

# cotton and app-directories wired by hand: cotton's automatic set-up and other loaders switch each other off.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ocop.portal.queries.page_context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["ocop.people.models.PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/ban-lam-viec/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("zh-hans", "中文")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
if TESTING:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns without it, and warnings are errors
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = True

ALLOWED_HOSTS = [urlsplit(ORIGIN).hostname or "127.0.0.1", "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ORIGIN]
CSRF_FAILURE_VIEW = "ocop.portal.views.csrf.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if ORIGIN.startswith("https://") else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ORIGIN.startswith("https://")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 600
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
LONGEST_PAPER = 20_000_000
# Single scans are dropped after so many whole months; their sums by batch, day, verdict and region stay.
SCANS_KEPT_MONTHS = int(os.environ.get("OCOP_SCANS_KEPT_MONTHS", "24"))

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"},
    # What is the same for everybody and may differ a minute between workers.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "portal"},
}
SILENCED_SYSTEM_CHECKS = ["account.W001"]  # there is no sign-up to ask for these fields
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# Sign-in: allauth; accounts are made by an office, so there is no public sign-up.
ACCOUNT_ADAPTER = "ocop.people.forms.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email", "phone", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {"login": "ocop.people.forms.SignInForm", "reauthenticate": "ocop.people.forms.ReauthenticateForm"}
# By network and by account: password spraying passes a limit on accounts alone.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,200/h/ip,6/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "ocop.people.forms.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "ocop.people.forms.CodeForm",
    "reauthenticate": "ocop.people.forms.ReauthenticateByCodeForm",
    "activate_totp": "ocop.people.forms.SwitchOnForm",
}
MFA_TOTP_ISSUER = "OCOP Quảng Ninh"
