"""The settings: read once at start, frozen, handed down.

Each is an environment variable ``HALLBOARD_<NAME>``; docs/settings.md lists them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from core.errors import Misconfigured


@dataclass(frozen=True)
class Settings:
    """Everything the server may be told from outside."""

    data: Path
    """Folder of the database, files and keys; made with mode 0700."""
    database_url: str
    """``sqlite://PATH`` or ``postgres://…``."""
    public_url: str
    """Where the record site answers, without a slash at the end; goes into QR codes."""
    files: Path
    """Folder of the content-addressed store."""
    secret_file: Path
    """PEM file of the key that signs plans and pointers; made on first start with mode 0600."""
    timezone: str
    """IANA name of the zone in which dates and dayparts are meant."""
    locale: str
    """Language of pages without a reader's choice: ``zh`` or ``en``."""
    https: bool
    """Whether the server is reached over https: cookies then are Secure and named __Host-."""
    trusted_proxy: str = "127.0.0.1"
    """Addresses (comma-separated, or ``*``) whose X-Forwarded-* headers are believed."""
    demo: bool = False
    """Whether this is the demonstration county, whose clock may be set."""
    second_factor: str = "required"
    """required of people who approve or administer, or offered to whoever wants one."""
    fetch_hosts: frozenset[str] = frozenset()
    """Hosts that may be asked though their addresses are not public: see core/fetch.py."""

    smtp_url: str = ""
    """Mail server for reminders; empty: none are mailed."""
    smtp_from: str = ""
    """The address from which they come."""
    webhook_url: str = ""
    """Where reminders are posted as JSON; empty: nowhere."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def second_factor_required(self) -> bool:
        """Never in the demonstration, whose people come in by links."""
        return self.second_factor == "required" and not self.demo

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite:")

    @property
    def clock_file(self) -> Path:
        return self.data / "demo-clock.json"

    @property
    def demo_address_file(self) -> Path:
        """The demonstration's public address: page keys depend on it, commands must agree."""
        return self.data / "demo-address"

    @property
    def public_host(self) -> str:
        return urlsplit(self.public_url).netloc


NAMES = (
    "HALLBOARD_DATA",
    "HALLBOARD_DATABASE_URL",
    "HALLBOARD_DATABASE_URL_FILE",
    "HALLBOARD_PUBLIC_URL",
    "HALLBOARD_FILES_URL",
    "HALLBOARD_SECRET_FILE",
    "HALLBOARD_TIMEZONE",
    "HALLBOARD_LOCALE",
    "HALLBOARD_TRUSTED_PROXY",
    "HALLBOARD_SECOND_FACTOR",
    "HALLBOARD_FETCH_HOSTS",
    "HALLBOARD_SMTP_URL",
    "HALLBOARD_SMTP_URL_FILE",
    "HALLBOARD_SMTP_FROM",
    "HALLBOARD_WEBHOOK_URL",
)


def read_settings(
    environment: Mapping[str, str], *, data: Path | None = None, demo: bool = False
) -> Settings:
    """The settings of ``environment``; ``data`` given on the command line wins.

    Raises Misconfigured for a value that cannot be meant.
    """
    folder = (data or Path(environment.get("HALLBOARD_DATA", "data"))).absolute()
    public_url = environment.get("HALLBOARD_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    settings = Settings(
        data=folder,
        database_url=_database_url(environment, folder),
        public_url=public_url,
        files=_folder(environment.get("HALLBOARD_FILES_URL", str(folder / "files"))),
        secret_file=Path(environment.get("HALLBOARD_SECRET_FILE", folder / "signing-key.pem")),
        timezone=environment.get("HALLBOARD_TIMEZONE", "Asia/Shanghai"),
        locale=environment.get("HALLBOARD_LOCALE", "zh"),
        https=public_url.startswith("https://"),
        trusted_proxy=environment.get("HALLBOARD_TRUSTED_PROXY", "127.0.0.1"),
        demo=demo,
        second_factor=environment.get("HALLBOARD_SECOND_FACTOR", "required"),
        fetch_hosts=_hosts(environment.get("HALLBOARD_FETCH_HOSTS", "")),
        smtp_url=_secret(environment, "HALLBOARD_SMTP_URL", ""),
        smtp_from=environment.get("HALLBOARD_SMTP_FROM", ""),
        webhook_url=environment.get("HALLBOARD_WEBHOOK_URL", ""),
    )
    _check(settings)
    return settings


def _database_url(environment: Mapping[str, str], folder: Path) -> str:
    return _secret(
        environment, "HALLBOARD_DATABASE_URL", f"sqlite://{folder / 'hallboard.sqlite3'}"
    )


def _secret(environment: Mapping[str, str], name: str, default: str) -> str:
    """An address that may hold a password: given itself, or as the file in which it stands."""
    file = environment.get(f"{name}_FILE")
    if file is None:
        return environment.get(name, default)
    try:
        return Path(file).read_text("utf-8").strip()
    except OSError as problem:
        raise Misconfigured(
            "setting-file",
            "{name}_FILE={file} 无法读取：{problem}。",
            name=name,
            file=file,
            problem=problem.strerror,
        ) from problem


def _folder(location: str) -> Path:
    if location.startswith("s3://"):
        raise Misconfigured(
            "files-unsupported",
            "HALLBOARD_FILES_URL={location}：目前只支持本地文件夹，请填写路径。",
            location=location,
        )
    return Path(location.removeprefix("file://")).absolute()


def _hosts(listed: str) -> frozenset[str]:
    return frozenset(host.strip().lower() for host in listed.split(",") if host.strip())


def _check(settings: Settings) -> None:
    try:
        _ = settings.zone
    except (KeyError, ValueError) as problem:
        raise Misconfigured(
            "timezone-unknown",
            "HALLBOARD_TIMEZONE={name} 不是 IANA 时区；国内请填 Asia/Shanghai。",
            name=settings.timezone,
        ) from problem
    if not _is_address(settings.public_url):
        raise Misconfigured(
            "public-url-bad",
            "HALLBOARD_PUBLIC_URL={url} 应以 https:// 开头（单机试用可用 http://）。",
            url=settings.public_url,
        )
    _check_ways_out(settings)
    if settings.locale not in {"zh", "en"}:
        raise Misconfigured(
            "locale-unknown", "HALLBOARD_LOCALE={locale} 只能是 zh 或 en。", locale=settings.locale
        )
    if settings.second_factor not in {"required", "offered"}:
        raise Misconfigured(
            "second-factor-unknown",
            "HALLBOARD_SECOND_FACTOR={value} 只能是 required（必须）或 offered（可选）。",
            value=settings.second_factor,
        )
    _check_hosts(settings)


def _check_hosts(settings: Settings) -> None:
    for host in sorted(settings.fetch_hosts):
        if any(sign in host for sign in "/@?# ") or host == "*":
            raise Misconfigured(
                "fetch-host-bad",
                "HALLBOARD_FETCH_HOSTS 中的 {host} 不是主机名；只写主机名或 IP 地址，用逗号分隔。",
                host=host,
            )


def _check_ways_out(settings: Settings) -> None:
    """Where reminders go: an address that cannot be meant stops the start, not the first letter."""
    if settings.webhook_url and not _is_address(settings.webhook_url):
        raise Misconfigured(
            "webhook-url-bad",
            "HALLBOARD_WEBHOOK_URL={url} 应以 https:// 或 http:// 开头。",
            url=settings.webhook_url,
        )
    if not settings.smtp_url:
        return
    scheme = urlsplit(settings.smtp_url).scheme
    if scheme not in {"smtp", "smtps", "smtp+starttls"} or not urlsplit(settings.smtp_url).hostname:
        raise Misconfigured(
            "smtp-url-bad",
            "HALLBOARD_SMTP_URL 应形如 smtps://用户:密码@主机:465 或 smtp+starttls://主机:587。",
        )
    if "@" not in settings.smtp_from:
        raise Misconfigured(
            "smtp-from-missing",
            "已设置 HALLBOARD_SMTP_URL，请用 HALLBOARD_SMTP_FROM 指明发件地址。",
        )


def _is_address(url: str) -> bool:
    """Whether it is http or https with a host, and nothing that a link could not begin with."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
