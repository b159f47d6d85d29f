"""The deployment settings: one typed object, read once from ``FOLKMOOT_*`` environment variables."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from folkmoot.project import reading
from folkmoot.project.reading import Bind

PREFIX = "FOLKMOOT_"


class WrongSettings(Exception):  # noqa: N818 - named for what the operator reads
    """Some settings cannot be used: one sentence for each."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


# Defaults that follow from other settings stand first, because the class needs them.


def _next_port(data: dict[str, Any]) -> Bind:
    site: Bind = data.get("bind", Bind("localhost", 8000))
    return site._replace(port=site.port + 1)


def _port_after_media(data: dict[str, Any]) -> Bind:
    media: Bind = data.get("media_bind", Bind("localhost", 8001))
    return media._replace(port=media.port + 1)


def _local_origin(data: dict[str, Any]) -> str:
    return f"http://localhost:{data['bind'].port}" if "bind" in data else "http://localhost:8000"


def _local_media_origin(data: dict[str, Any]) -> str:
    """On one's own machine the next port; a public site names its own, or pages poll."""
    return _beside(data, "media_bind")


def _streaming_origin(data: dict[str, Any]) -> str:
    """Where files come from, or the site itself, as the proxy in front has it; on one's own machine a port."""
    media = data.get("media_origin", "")
    local = _beside(data, "media_bind")
    return _beside(data, "stream_bind") if local and media == local else media or data.get("origin", "")


def _beside(data: dict[str, Any], bind: str) -> str:
    """The site's own host with another port, for a site on this machine."""
    parts = urlsplit(data.get("origin", ""))
    if parts.hostname not in reading.LOOPBACK_NAMES or bind not in data:
        return ""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"http://{host}:{data[bind].port}"


class Environment(BaseSettings):
    """What an operator sets outside the browser; ``docs/operators/settings.md`` lists every one."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    data_dir: Path = Path("data")
    database_url: Annotated[str, AfterValidator(reading.database_url)] = ""
    bind: Annotated[Bind, NoDecode, reading.BindReader] = Bind("localhost", 8000)
    media_bind: Annotated[Bind, NoDecode, reading.BindReader] = Field(default_factory=_next_port)
    stream_bind: Annotated[Bind, NoDecode, reading.BindReader] = Field(default_factory=_port_after_media)
    origin: Annotated[str, AfterValidator(reading.origin)] = Field(default_factory=_local_origin)
    media_origin: Annotated[str, AfterValidator(reading.origin)] = Field(default_factory=_local_media_origin)
    stream_origin: Annotated[str, AfterValidator(reading.origin)] = Field(default_factory=_streaming_origin)
    redis_url: Annotated[str, AfterValidator(reading.redis_url)] = Field(default="", repr=False)
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, reading.ListReader] = ()
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, reading.NetworksReader] = ()
    source_url: Annotated[str, AfterValidator(reading.web_address)] = ""
    smtp_url: Annotated[str, AfterValidator(reading.smtp_url)] = ""
    mail_from: Annotated[str, AfterValidator(reading.mail_from)] = ""
    web_workers: int = Field(default=2, ge=1, le=64)
    web_threads: int = Field(default=2, ge=1, le=64)
    posts_per_5_minutes: int = Field(default=300, ge=1)
    picture_mb: int = Field(default=16, ge=1, le=100)
    moving_picture_mb: int = Field(default=32, ge=1, le=100)
    video_mb: int = Field(default=200, ge=1, le=2000)
    sound_mb: int = Field(default=100, ge=1, le=2000)
    pictures_mb_each: int = Field(default=2000, ge=1)
    s3_bucket: str = ""
    s3_endpoint: Annotated[str, AfterValidator(reading.service)] = ""
    s3_region: str = "us-east-1"
    s3_key: str = ""
    s3_secret: str = Field(default="", repr=False)
    s3_prefix: str = ""
    s3_redirect: bool = False
    backup_to: Annotated[str, AfterValidator(reading.backup_target)] = ""
    sign_ins_per_5_minutes: int = Field(default=60, ge=1)
    failed_sign_ins_per_5_minutes: int = Field(default=5, ge=1)
    failed_sign_ins_from_one_network: int = Field(default=20, ge=1)
    failed_sign_ins_per_hour: int = Field(default=100, ge=1)
    failed_sign_ins_under_pressure: int = Field(default=300, ge=1)
    unproved_per_minute: int = Field(default=30, ge=1)
    codes_per_5_minutes: int = Field(default=5, ge=1)
    resets_per_hour: int = Field(default=20, ge=1)
    resets_of_one_per_5_minutes: int = Field(default=5, ge=1)
    confirmations_per_3_minutes: int = Field(default=1, ge=1)
    own_changes_per_5_minutes: int = Field(default=30, ge=1)
    entrance_visits_per_minute: int = Field(default=240, ge=1)
    sign_ups_per_hour: int = Field(default=20, ge=1)
    notices_per_hour: int = Field(default=20, ge=1)
    receipts_of_one_per_hour: int = Field(default=5, ge=1)
    reports_per_hour: int = Field(default=100, ge=1)
    app_registrations_per_hour: int = Field(default=60, ge=1)
    searches_per_5_minutes: int = Field(default=300, ge=1)
    uploads_per_hour: int = Field(default=300, ge=1)
    api_requests_per_5_minutes: int = Field(default=3000, ge=1)
    stream_openings_per_5_minutes: int = Field(default=200, ge=1)
    strike_days: int = Field(default=365, ge=1, le=3650)
    strikes_to_suspend: int = Field(default=3, ge=1)
    strikes_to_close: int = Field(default=6, ge=1)
    burst_of_one_network: int = Field(default=10, ge=1)
    burst_of_all: int = Field(default=40, ge=1)
    proof_price: int = Field(default=2000, ge=0, le=20_000)
    oidc_issuer: Annotated[str, AfterValidator(reading.issuer)] = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = Field(default="", repr=False)
    oidc_name: str = "Single sign-on"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["lines", "json"] = "lines"
    debug: bool = False

    @classmethod
    def load(cls) -> Self:
        """The settings as they stand in the environment; ``WrongSettings`` names everything that is wrong at once."""
        try:
            return cls()
        except ValidationError as problem:
            follow_on = "default_factory_not_called"  # a default that could not be derived from another mistake
            raise WrongSettings([_sentence(m) for m in problem.errors() if m["type"] != follow_on]) from None

    @model_validator(mode="after")
    def _is_whole_bucket(self) -> Self:
        """A bucket without the rest would be found out with the first picture."""
        missing = [variable(name) for name in ("s3_endpoint", "s3_key", "s3_secret") if not getattr(self, name)]
        if self.s3_bucket and missing:
            raise ValueError(f"{variable('s3_bucket')} needs {', '.join(missing)} as well.")
        return self

    @model_validator(mode="after")
    def _is_whole_service(self) -> Self:
        """A sign-in service that does not know us would be found out by the first member."""
        missing = [variable(name) for name in ("oidc_client_id", "oidc_client_secret") if not getattr(self, name)]
        if self.oidc_issuer and missing:
            raise ValueError(f"{variable('oidc_issuer')} needs {', '.join(missing)} as well.")
        return self

    @property
    def sign_in_sources(self) -> tuple[str, ...]:
        """The sites that a form may lead to: the sign-in service, if one is connected."""
        parts = urlsplit(self.oidc_issuer)
        return (f"{parts.scheme}://{parts.netloc}",) if self.oidc_issuer else ()

    @property
    def file_sources(self) -> tuple[str, ...]:
        """The sites that files come from, besides the community's own."""
        endpoint = urlsplit(self.s3_endpoint)
        sent_to = f"{endpoint.scheme}://{endpoint.netloc}" if self.s3_bucket and self.s3_redirect else ""
        return tuple(filter(None, (self.media_origin, sent_to)))

    @property
    def host(self) -> str:
        """The name of this community on the net: the origin's host, without a port."""
        return urlsplit(self.origin).hostname or "localhost"

    @property
    def is_https(self) -> bool:
        """Whether members reach the site over https."""
        return self.origin.startswith("https:")

    @property
    def is_local(self) -> bool:
        """Whether the site is only for the machine it runs on."""
        return self.host in reading.LOOPBACK_NAMES

    @property
    def hosts(self) -> frozenset[str]:
        """Every host name under which requests are answered."""
        return frozenset({self.host, *self.allowed_hosts, *reading.LOOPBACK_NAMES})

    @property
    def stream_url(self) -> str:
        """Where pages listen for news; empty when only polling is possible."""
        return f"{self.media_origin}/stream" if self.media_origin else ""


def variable(name: str) -> str:
    """The environment variable behind a setting."""
    return PREFIX + name.upper()


def _sentence(mistake: Any) -> str:
    if not mistake["loc"]:
        return str(mistake["msg"]).removeprefix("Value error, ")
    name = variable(str(mistake["loc"][0]))
    text = str(mistake["msg"]).removeprefix("Value error, ").replace("Input should", "It should")
    if name.endswith("_URL"):  # it may hold a password
        return f"{name} cannot be used. {text.rstrip('.')}."
    return f"{name} is {mistake.get('input')!r}. {text.rstrip('.')}."
