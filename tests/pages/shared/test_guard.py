"""The server answers to its own names alone, in no foreign frame, and tells no metrics."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import streamlit as st

from pages.shared.guard import Guard


def answer(path: str = "/", *headers: tuple[bytes, bytes]) -> tuple[int, dict[bytes, bytes], bytes]:
    """Status, headers and body that a guarded server, which would answer 200 to everything, gives."""
    sent: list[dict[str, Any]] = []

    async def served(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": b"inside"})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    asyncio.run(Guard(served)({"type": "http", "path": path, "headers": list(headers)}, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


@pytest.mark.parametrize("name", [b"localhost:8501", b"127.0.0.1", b"[::1]:8501", b"LOCALHOST"])
def test_own_names_are_answered_and_no_foreign_page_may_frame_them(name: bytes) -> None:
    status, headers, body = answer("/", (b"host", name))
    assert (status, body) == (200, b"inside")
    assert headers[b"content-security-policy"] == b"frame-ancestors 'self'"
    assert headers[b"x-frame-options"] == b"SAMEORIGIN"


@pytest.mark.parametrize(
    "headers",
    [
        [(b"host", b"evil.example")],
        [(b"host", b"127.0.0.1.evil.example:8501")],
        [(b"host", b"localhost@evil.example")],
        [(b"host", b"localhost"), (b"host", b"evil.example")],
        [],
    ],
)
def test_other_names_are_refused_with_a_sentence(headers: list[tuple[bytes, bytes]]) -> None:
    status, _, body = answer("/media/a.png", *headers)
    assert status == 421
    assert b"--host NAME" in body


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/base/_stcore/metrics"])
def test_metrics_are_closed(path: str) -> None:
    assert answer(path, (b"host", b"localhost"))[0] == 404


def test_the_names_are_a_setting() -> None:
    before = st.get_option("server.allowedHosts")
    assert before == ["localhost", "127.0.0.1", "::1"]
