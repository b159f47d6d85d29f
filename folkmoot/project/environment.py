"""The deployment settings: one typed object, read once from ``FOLKMOOT_*`` environment variables."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """What an operator sets outside the browser; ``docs/operators/settings.md`` lists every one."""

    model_config = SettingsConfigDict(env_prefix="FOLKMOOT_", frozen=True, env_ignore_empty=True)

    data_dir: Path = Path("data")
    database_url: str = ""
    origin: str = "http://localhost:8000"
    media_origin: str = ""
    allowed_hosts: str = ""
    trusted_proxies: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    web_workers: int = Field(default=2, ge=1, le=64)
    posts_per_5_minutes: int = Field(default=300, ge=1)
    debug: bool = False
