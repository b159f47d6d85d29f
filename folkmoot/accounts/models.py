"""Logins (who may come in) and accounts (who is seen), local and remote."""

from datetime import date
from functools import reduce
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import functions

from folkmoot.accounts.capabilities import Role
from folkmoot.accounts.first_steps import OVER
from folkmoot.accounts.powers import HAS_PAGES, may
from folkmoot.core.ids import new_id
from folkmoot.instance.models import PolicyVersion


class LoginManager(BaseUserManager["Login"]):
    """Finds logins by address whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Login":
        """The login with this address."""
        return self.get(email=(username or "").lower())


class Login(AbstractBaseUser):
    """The door of one member: an address, a password, and where the application stands."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    email = models.EmailField(max_length=254, unique=True)  # always lower case
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(default="")  # why the applicant wants to join
    approved_at = models.DateTimeField(null=True)
    approved_by = models.BigIntegerField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_by = models.BigIntegerField(null=True)
    decision_note = models.TextField(default="")
    agreed = models.BigIntegerField(default=0, db_default=0)  # the newest version of a policy agreed to (cached)
    first_steps = models.SmallIntegerField(default=OVER, db_default=OVER)  # bits, as ``first_steps`` says

    objects: ClassVar[LoginManager] = LoginManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    @property
    def is_staff(self) -> bool:
        """Never: Django's own admin does not exist here."""
        return False

    def has_perms(self, perm_list: object, obj: object | None = None) -> bool:  # noqa: ARG002 - the signature is Django's
        """Never: capabilities hang on roles, not on Django's permissions."""
        return False


ALIKE = (("_", ""), ("0", "o"), ("1", "l"), ("i", "l"), ("rn", "m"), ("vv", "w"))  # replaced one after the other


def _looks() -> Any:
    """A user name as it looks at a glance."""
    named: Any = models.F("username")
    return reduce(lambda found, pair: functions.Replace(found, *map(models.Value, pair)), ALIKE, named)


class Account(models.Model):
    """Somebody or something that posts: a person, a group or a service, here or on another server."""

    class Kind(models.TextChoices):
        PERSON = "person"
        GROUP = "group"
        SERVICE = "service"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    login = models.OneToOneField(Login, null=True, on_delete=models.SET_NULL, related_name="account")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    username = models.CharField(max_length=30)  # ASCII, case-folded, never reused
    domain = models.CharField(max_length=253, default="")  # empty: here
    uri = models.CharField(max_length=2048, null=True, unique=True)  # noqa: DJ001 - unique where present
    name = models.CharField(max_length=60, default="")
    bio = models.TextField(default="")
    bio_html = models.TextField(default="")
    fields = models.JSONField(default=list)  # [{"name": "...", "value": "...", "html": "..."}], at most four
    locked = models.BooleanField(default=False)
    discoverable = models.BooleanField(default=True)  # in the member list and suggestions
    avatar_id = models.BigIntegerField(null=True)  # pictures of its own
    header_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=12, default="")
    time_zone = models.CharField(max_length=64, default="")
    theme = models.CharField(max_length=10, default="")  # empty: as this browser has it
    keys = models.BooleanField(default=True)  # single keys do something on pages
    quote_policy = models.CharField(max_length=10, default="anyone", db_default="anyone")  # of new posts
    post_scope = models.CharField(max_length=10, default="public", db_default="public")  # of new posts
    post_sensitive = models.BooleanField(default=False, db_default=False)  # files stand behind a warning
    hides_people = models.BooleanField(default=False, db_default=False)  # whom it follows, and who follows it
    version = models.IntegerField(default=1)  # rises with every change that is seen on a post
    active = models.BooleanField(default=False)  # approved, and neither suspended nor deleted (cached)
    suspended_at = models.DateTimeField(null=True)  # the earliest running restriction (cached)
    unlisted_at = models.DateTimeField(null=True)  # nobody comes upon it or its posts: the earliest decision (cached)
    limited_at = models.DateTimeField(null=True)  # nor does anybody but its followers hear of it (cached)
    deactivated_at = models.DateTimeField(null=True)  # the member left, for a while or for good
    indexable = models.BooleanField(default=False, db_default=False)  # search engines may list it, and its posts
    trust = models.SmallIntegerField(default=2, db_default=2)  # one of ``reach.Level``; by itself it only rises
    deleted_at = models.DateTimeField(null=True)
    has_roles = True  # no column: false where it was read together with its roles and holds none

    class Meta:
        constraints = (models.UniqueConstraint(fields=["username", "domain"], name="account_address_once"),)
        indexes = (
            models.Index(  # who has a name that looks like another
                _looks(), name="account_likeness", condition=models.Q(domain="")
            ),
            models.Index(fields=["id"], name="account_unlisted", condition=models.Q(unlisted_at__isnull=False)),
            models.Index(  # the member list, with all that its search reads
                fields=["domain", "-id", "username", "name"],
                name="account_members",
                condition=models.Q(active=True, discoverable=True),
            ),
        )

    @property
    def acct(self) -> str:
        """The address: ``bob`` here, ``bob@remote.example`` elsewhere."""
        return f"{self.username}@{self.domain}" if self.domain else self.username

    @property
    def is_owner(self) -> bool:
        """Whether the account may do everything, asked of the database each time."""
        return self.roles.filter(role=Role.OWNER).exists()

    @property
    def is_staff(self) -> bool:
        """Whether the account helps to run the community, asked of the database each time."""
        return self.roles.filter(HAS_PAGES).exists()

    def may(self, capability: str) -> bool:
        """Whether the account may do something that is not for everybody, asked of the database each time."""
        return may(self.id, capability)


class Trust(models.Model):
    """What a member's level of trust rests on: numbers of days and minutes, never what they read."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField(null=True)  # as a member; from when on days count
    since = models.DateTimeField()  # on this level
    seen = models.IntegerField(default=0)  # days on which they were here, up to ``counted_on``
    counted_on = models.DateField(null=True)
    window_on = models.DateField(null=True)  # the first day of the window in which days are counted now
    seen_now = models.SmallIntegerField(default=0)  # days in that window
    seen_before = models.SmallIntegerField(default=0)  # and in the one before
    minutes = models.IntegerField(default=0)  # in which they read something, while that counts
    set_by = models.BigIntegerField(null=True)  # who of the staff set the level; null: it was earned
    reason = models.CharField(max_length=500, default="")  # why, as the member reads it

    class Meta:
        indexes = (models.Index(fields=["counted_on"], name="trust_counted"),)


class Stats(models.Model):
    """What is counted about an account, in a row of its own so that a follow does not rewrite a profile."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="stats")
    posts = models.IntegerField(default=0)
    followers = models.IntegerField(default=0)
    following = models.IntegerField(default=0)
    last_post_on = models.DateField(null=True)
    seen_on = models.DateField(null=True)  # feeds are kept for those seen in the last 30 days

    class Meta:
        indexes = (  # who wrote last: the directory spells the day just so
            models.Index(
                functions.Coalesce("last_post_on", models.Value(date.min)).desc(),
                models.F("account").desc(),
                name="stats_wrote_last",
            ),
        )


class RoleGrant(models.Model):
    """Who holds which role, since when and by whose hand."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role)
    granted_at = models.DateTimeField(auto_now_add=True)
    granted_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "role"], name="role_once"),)
        indexes = (models.Index(fields=["role"], name="role_held"),)  # whether somebody is named for it


class App(models.Model):
    """A program that was registered here, so that members can let it in."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    client_id = models.CharField(max_length=64, unique=True)
    secret_digest = models.CharField(max_length=64, default="")  # empty: it cannot keep a secret, and proves its codes
    name = models.CharField(max_length=60)
    website = models.CharField(max_length=2000, default="")
    redirect_uris = models.TextField()  # one in each line
    scopes = models.CharField(max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)


class Grant(models.Model):
    """A member's word that an app may come in, and the code by which it does so, once."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)  # of the code
    redirect_uri = models.CharField(max_length=2000)
    challenge = models.CharField(max_length=43, default="")  # PKCE, S256
    scopes = models.CharField(max_length=2000)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)


class Token(models.Model):
    """A bearer token of a program, kept only as a digest."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(
        Account, null=True, on_delete=models.CASCADE, related_name="tokens"
    )  # none: an app's own
    app = models.ForeignKey(App, null=True, on_delete=models.CASCADE, related_name="+")  # none: made by the member
    grant = models.ForeignKey(Grant, null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    refresh_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique where present
    scopes = models.CharField(max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)  # none: lasts until it is revoked
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)


class Invitation(models.Model):
    """A link that lets somebody in, with an end and a limit."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=40, unique=True)
    inviter = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations")
    expires_at = models.DateTimeField()
    uses_left = models.IntegerField()
    revoked_at = models.DateTimeField(null=True)


class Agreement(models.Model):
    """A member agreed to one version of one of the community's policies, on a certain day."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["login", "version"], name="agreement_once"),)


class KnownPlace(models.Model):
    """Where a member has signed in before, as a keyed hash of browser and network; forgotten after 90 days."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["login", "digest"], name="known_place_once"),)


class AddressChange(models.Model):
    """A member wants another e-mail address, until it is confirmed; then the old one may take it back for a while."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="+")
    old = models.EmailField(max_length=254)
    new = models.EmailField(max_length=254)
    asked_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True)


class Arrival(models.Model):
    """How somebody came here: against abuse of the doors, and for nothing else."""

    login = models.OneToOneField(Login, primary_key=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    near = models.CharField(max_length=32, default="")  # keyed hash of the prefix, for 90 days
    mailbox = models.CharField(max_length=32, default="", db_index=True)  # keyed hash of where mail really goes
    proved = models.BooleanField(default=True)  # the browser did the small computation
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="+")


class SpentProof(models.Model):
    """A computation that has let somebody in already, until it would be too old anyway."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)


class AddressRule(models.Model):
    """What the owners decided about e-mail addresses of one domain and all below it."""

    domain = models.CharField(max_length=253, primary_key=True)
    allows = models.BooleanField()
    note = models.CharField(max_length=200, default="")
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()


class Identity(models.Model):
    """Who a member is at the sign-in service that the operator connected: they come in with that as well."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="+", db_index=False)
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once"),
            models.UniqueConstraint(fields=["login", "issuer"], name="identity_each"),
        )
