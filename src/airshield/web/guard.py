"""Stand before every request: who asks, from which page, how much; and say what a page may do.

A name that points to loopback (DNS rebinding) is refused by the Host header, another site's page by
the Origin header, everybody without the token by the token, where there is one.
"""

from __future__ import annotations

import hmac
import ipaddress
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from airshield.web.faults import error_bytes
from airshield.web.settings import LOOPBACK, Settings, is_loopback

COOKIE = "airshield_token"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_WITH_BODY = ("POST", "PUT", "PATCH", "DELETE")


def host_name(authority: str) -> str:
    """Return the name of a Host header without port and brackets; empty where it is none."""
    try:
        return urlsplit(f"//{authority}").hostname or ""
    except ValueError:
        return ""


def host_allowed(name: str, settings: Settings) -> bool:
    """Tell whether a request may name this host: loopback, the own address, or plain addresses."""
    if name in LOOPBACK or name == settings.host:
        return True
    if is_loopback(settings.host):
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _token_shown(scope: Scope, headers: Headers) -> str:
    """Return the token of a request: header, cookie or, for the first visit, query."""
    bearer = headers.get("authorization", "")
    if bearer.lower().startswith("bearer "):
        return bearer[len("bearer ") :].strip()
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        cookies = SimpleCookie()
    if COOKIE in cookies:
        return cookies[COOKIE].value
    query: str = scope.get("query_string", b"").decode("latin-1")
    return parse_qs(query).get("token", [""])[0]


class Guard:
    """Refuse what must not pass, and put the safety headers on what does."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or answer it with a refusal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    own.setdefault(name, value)
                own.setdefault("content-security-policy", PAGE_POLICY)
                own.setdefault("cache-control", "no-store")
                token = self._settings.token
                if token and message["status"] < 400 and b"token=" in scope["query_string"]:
                    cookie = f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/"
                    own.append("set-cookie", cookie)
            await send(message)

        refused = self._refusal(scope)
        if refused is None:
            await self._app(scope, receive, with_headers)
            return
        status, code, words = refused
        head = [(b"content-type", b"application/json")]
        await with_headers({"type": "http.response.start", "status": status, "headers": head})
        await with_headers({"type": "http.response.body", "body": error_bytes(code, words)})

    def _refusal(self, scope: Scope) -> tuple[int, str, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not host_allowed(host_name(host), self._settings):
            words = "this server does not answer to that host name; use the address it printed"
            return 421, "host", words
        origin = headers.get("origin")
        own = f"{scope.get('scheme', 'http')}://{host}"
        if origin is not None and origin != own:
            return 403, "origin", "requests from another site's page are refused"
        if headers.get("sec-fetch-site") == "cross-site" and scope["method"] != "GET":
            return 403, "origin", "requests from another site's page are refused"
        token = self._settings.token
        if token and not hmac.compare_digest(_token_shown(scope, headers).encode(), token.encode()):
            words = "show the token: open the whole address that the server printed"
            return 401, "token", words
        return self._body_refusal(scope["method"], headers)

    def _body_refusal(self, method: str, headers: Headers) -> tuple[int, str, str] | None:
        if method not in _WITH_BODY:
            return None
        if "transfer-encoding" in headers:
            return 411, "length", "say the length of the body"
        length = headers.get("content-length", "0")
        most = self._settings.limits.body_bytes
        if not length.isdigit() or int(length) > most:
            return 413, "size", f"the body is longer than {most:,} bytes"
        kind = headers.get("content-type", "").split(";")[0].strip().lower()
        if int(length) > 0 and kind != "application/json":
            return 415, "type", "send JSON with the content type application/json"
        return None
