"""What stands before the server: it answers to its own names alone, in no foreign frame, and tells no metrics.

A page on another name that resolves to this machine (DNS rebinding) would otherwise see all that is here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]

_HEADERS = (
    (b"content-security-policy", b"frame-ancestors 'self'"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)
_CLOSED = ("/_stcore/metrics",)
_WRONG_HOST = "MTL Studio does not answer to this name; whoever serves it can allow it: mtl-studio serve --host NAME."


class Guard:
    """ASGI middleware around the server; the names it answers to are Streamlit's ``server.allowedHosts``."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Answer what is refused; hand on everything else."""
        if scope["type"] != "http":  # Streamlit itself holds a WebSocket's name against the same list
            await self._app(scope, receive, send)
        elif not is_host_allowed(_host(scope)):
            await _refuse(send, 421, _WRONG_HOST)
        elif scope["path"].endswith(_CLOSED):
            await _refuse(send, 404, "Not found.")
        else:
            await self._app(scope, receive, _with_headers(send))


def _host(scope: Message) -> str | None:
    found = [value for name, value in scope["headers"] if name == b"host"]
    return found[0].decode("latin-1") if len(found) == 1 else None


def _with_headers(send: Callable[[Message], Awaitable[None]]) -> Callable[[Message], Awaitable[None]]:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *_HEADERS]
        await send(message)

    return send_with_headers


async def _refuse(send: Callable[[Message], Awaitable[None]], status: int, sentence: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence.encode()})
