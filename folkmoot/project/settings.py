"""Django's settings, derived from the deployment settings."""

from datetime import UTC, datetime
from pathlib import Path

from django.utils.csp import CSP

from folkmoot.project import database, keys, profiles
from folkmoot.project.environment import Environment
from folkmoot.project.log import logging_settings

# -- Where and as whom this community runs -----------------------------------------------------------------------------
FOLKMOOT = Environment.load()
FOLKMOOT_STREAM_URL = FOLKMOOT.stream_url  # where pages listen for news; empty: they poll
PACKAGE = Path(__file__).parent.parent
DATA_DIR = FOLKMOOT.data_dir.resolve()
TEST_PROFILE = profiles.is_test(DATA_DIR)  # whoever asks comes in; nothing decides it but how the directory was begun
SECRET_KEY = keys.signing(DATA_DIR)
SECRET_KEY_FALLBACKS = keys.earlier(DATA_DIR, datetime.now(UTC))
HASH_KEY = keys.hashing(DATA_DIR)  # for what is recognised again, but not kept
DEBUG = FOLKMOOT.debug
ALLOWED_HOSTS = sorted(f"[{host}]" if ":" in host else host for host in FOLKMOOT.hosts)
ROOT_URLCONF = "folkmoot.project.urls"
WSGI_APPLICATION = "folkmoot.project.wsgi.application"
AUTH_USER_MODEL = "accounts.Login"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
]  # each by its own name; the first is the one the program is written in
LOCALE_PATHS = [PACKAGE / "locale"]

DATABASES = {"default": database.settings_of(FOLKMOOT, DATA_DIR)}
MAILERS = {"default": {"BACKEND": "folkmoot.core.mail.QueuedBackend"}}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = FOLKMOOT.mail_from or f"folkmoot@{FOLKMOOT.host}"
STORAGES = {"staticfiles": {"BACKEND": "folkmoot.project.static.HashedFiles"}}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
LOGGING = logging_settings(FOLKMOOT.log_level, FOLKMOOT.log_format)
LOGGING_CONFIG = "logging.config.dictConfig"

if FOLKMOOT.is_https:
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
else:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = FOLKMOOT.is_https

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "allauth.mfa",
    "django_htmx",
    "folkmoot.core",
    "folkmoot.audit",
    "folkmoot.media",
    "folkmoot.instance",
    "folkmoot.accounts",
    "folkmoot.relations",
    "folkmoot.posts",
    "folkmoot.conversations",
    "folkmoot.timelines",
    "folkmoot.search",
    "folkmoot.discovery",
    "folkmoot.notifications",
    "folkmoot.moderation",
    "folkmoot.privacy",
    "folkmoot.web",
    "folkmoot.project",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "folkmoot.web.headers.HeadersMiddleware",
    "folkmoot.web.languages.LanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "folkmoot.web.csrf.CsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "folkmoot.web.middleware.AccountMiddleware",
]
API_MIDDLEWARE = ["folkmoot.api.middleware.ProgramMiddleware"]  # of everything below /api/, and of tokens

# -- Pages: templates, what a browser may load, forms, messages --------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates", PACKAGE / "staff" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "folkmoot.web.environment.environment",
            "context_processors": ["folkmoot.web.chrome.chrome"],
        },
    },
]
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, *FOLKMOOT.file_sources],
    "media-src": [CSP.SELF, *FOLKMOOT.file_sources],
    "connect-src": [CSP.SELF, *FOLKMOOT.file_sources],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF, *FOLKMOOT.sign_in_sources],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "report-uri": ["/csp-reports"],
    "report-to": ["csp"],
}
MESSAGE_STORAGE = "folkmoot.web.cookies.Messages"
CSRF_FAILURE_VIEW = "folkmoot.web.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [FOLKMOOT.origin]
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "folkmoot.web.entrance.store"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
APPEND_SLASH = False

# -- Signing in --------------------------------------------------------------------------------------------------------
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["folkmoot.web.entrance.backend.Backend"]
PASSWORD_HASHERS = ["folkmoot.core.limits.passwords.PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
    {"NAME": "folkmoot.accounts.actions.passwords.NotGuessable"},
]
ACCOUNT_ADAPTER = "folkmoot.web.entrance.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None  # the user name belongs to the account, not to the login
ACCOUNT_LOGIN_METHODS = {"email"}  # the form also takes a user name and looks its address up
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_CONFIRMATION_ANONYMOUS_REDIRECT_URL = "/sign-in"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = False  # allauth counts with us: folkmoot.web.entrance.pace
ACCOUNT_FORMS = {
    "login": "folkmoot.web.entrance.forms.SignInForm",
    "signup": "folkmoot.web.entrance.forms.SignUpForm",
    "reset_password_from_key": "folkmoot.web.entrance.forms.NewPasswordForm",
    "change_password": "folkmoot.web.entrance.forms.ChangePasswordForm",
    "set_password": "folkmoot.web.entrance.forms.FirstPasswordForm",
}

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody is a member before the address is proved; a further one is never barred
REAUTHENTICATION_SECONDS = 600  # for so long we believe that it is still the same person at the screen

# -- Where whoever asks comes in ---------------------------------------------------------------------------------------
if TEST_PROFILE:
    profiles.require_this_machine(FOLKMOOT)
    AUTH_PASSWORD_VALIDATORS = []
    ACCOUNT_PASSWORD_MIN_LENGTH = 0  # without validators, allauth has a rule of its own
