"""``hallboard serve``: the server, its jobs and its drawing worker."""

import argparse
import errno
import os
import socket
from typing import Any

import uvicorn

from core import messages
from core.errors import Misconfigured
from core.settings import Settings, read_settings
from server import preparation
from signage.hub import Hub


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser("serve", help=messages.text("启动服务"))
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=port, default=8000)
    command.add_argument(
        "--workers",
        type=workers,
        default=1,
        help=messages.text("进程数（多于一个需要 PostgreSQL）"),
    )
    command.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    check_port(args.host, args.port)
    if args.workers > 1 and settings.sqlite:
        raise Misconfigured(
            "workers-need-postgres",
            "SQLite 只支持一个进程；要使用 --workers {count}，请把 HALLBOARD_DATABASE_URL 设为 "
            "postgres://…。",
            count=args.workers,
        )
    preparation.prepare(settings)
    if args.workers > 1:
        return _serve_many(args, settings)
    serve(settings, args.host, args.port)
    return 0


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve in this process until a signal ends it."""
    from server.app import create_app

    app = create_app(settings)
    Server(configuration(app, host, port, settings.trusted_proxy), app.hub).run()


class Server(uvicorn.Server):
    """Ends the screens' event streams first: they would hold up a graceful stop."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hub.close_all()
        await super().shutdown(sockets)


def configuration(app: object, host: str, port: int, proxy: str = "127.0.0.1") -> uvicorn.Config:
    """uvicorn's configuration of one process."""
    return uvicorn.Config(app, host=host, port=port, **_options(proxy))  # type: ignore[arg-type]  # an ASGI callable or its import string


def _options(proxy: str) -> dict[str, Any]:
    """No access log (polls would drown it), a deep backlog; open streams end with the server."""
    return {
        "access_log": False,
        "log_level": "warning",
        "backlog": 4096,
        "server_header": False,
        "forwarded_allow_ips": proxy,
        "timeout_graceful_shutdown": 3,
    }


def port(text: str) -> int:
    """A port's number, 1 to 65535."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(messages.text("端口应为 1 到 65535"))
    return int(text)


def workers(text: str) -> int:
    """How many processes serve, 1 to 64."""
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(messages.text("进程数应为 1 到 64"))
    return int(text)


def check_port(host: str, port: int) -> None:
    """Raises Misconfigured when something else listens there, or nothing can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise Misconfigured(
                    "address-unusable",
                    "无法在 {host}:{port} 上提供服务（{problem}）；请检查 --host 和 --port。",
                    host=host,
                    port=port,
                    problem=problem.strerror,
                ) from problem
            raise Misconfigured(
                "port-in-use",
                "端口 {port} 已被占用；请换一个端口，例如：make run PORT={other}",
                port=port,
                other=port + 1000 if port < 60000 else port - 1000,
            ) from problem


def from_environment() -> object:
    """The application of one of several processes; the parent set the environment."""
    from server.app import create_app

    return create_app(read_settings(os.environ))


def _serve_many(args: argparse.Namespace, settings: Settings) -> int:
    os.environ["HALLBOARD_DATA"] = str(settings.data)
    uvicorn.run(
        "server.cli.serve:from_environment",
        factory=True,
        host=args.host,
        port=args.port,
        workers=args.workers,
        **_options(settings.trusted_proxy),
    )
    return 0
