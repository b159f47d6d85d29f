"""Django's settings, derived from the deployment settings."""

from folkmoot.project.environment import Environment

FOLKMOOT = Environment()
DATA_DIR = FOLKMOOT.data_dir.resolve()

SECRET_KEY = "replaced-by-the-key-in-the-data-directory"
DEBUG = FOLKMOOT.debug
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "folkmoot.project.urls"
AUTH_USER_MODEL = "accounts.Login"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "django_htmx",
    "folkmoot.core",
    "folkmoot.audit",
    "folkmoot.instance",
    "folkmoot.accounts",
    "folkmoot.relations",
    "folkmoot.posts",
    "folkmoot.conversations",
    "folkmoot.timelines",
    "folkmoot.notifications",
    "folkmoot.moderation",
    "folkmoot.web",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "folkmoot.sqlite3"}}
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
