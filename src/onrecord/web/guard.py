"""The guard: what is refused before any page is asked, and the headers that every answer carries.

Against DNS rebinding the name in the Host header must be one that the server was started for; against
forged requests a change must come from a page of this server (Origin, Sec-Fetch-Site) and, checked where
changes are taken (`require_csrf`), carry the token that only such a page knows.
"""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse

from onrecord.web.faults import Refusal, answer_refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Of a request's body, in bytes: no form of the page needs as much.
MOST_BYTES = 1_000_000

COOKIE = "onrecord"

_OPEN = "open the address that `onrecord serve` printed"
_FOREIGN = "a change must come from a page of this server"
_RELOAD = "reload the page and do it again"
_SAFE = {"GET", "HEAD"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A form of the page must say where it comes from, and nobody else is to be told.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "private, no-cache",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """ASGI middleware. `names` are the host names that are ours; `token` is asked for where there is one."""

    app: ASGIApp
    names: frozenset[str]
    token: str | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        refusal = find_refusal(scope["method"], headers, self.names)
        if refusal is None and self.token is not None and not self._is_let_in(headers):
            if self._asks_to_be_let_in(scope):
                await self._let_in(scope)(scope, receive, send_guarded)
                return
            refusal = Refusal(401, "this record asks for its token", do=_OPEN)
        if refusal is not None:
            await answer_refusal(refusal, scope["path"], headers)(scope, receive, send_guarded)
            return
        await self.app(scope, _bounded(receive), send_guarded)

    def _is_let_in(self, headers: Headers) -> bool:
        given = headers.get("authorization", "").removeprefix("Bearer ")
        if not given:
            try:
                cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
            except CookieError:
                cookie = None
            given = cookie.value if cookie else ""
        return _is_same(given, self.token)

    def _asks_to_be_let_in(self, scope: Scope) -> bool:
        asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        return scope["method"] == "GET" and _is_same(asked.get("token", ""), self.token)

    def _let_in(self, scope: Scope) -> RedirectResponse:
        """The same address without the token, which from now on is in a cookie."""
        asked = parse_qsl(scope["query_string"].decode("latin-1"))
        rest = urlencode([(name, value) for name, value in asked if name != "token"])
        # One slash at the beginning: two would be an address of another server.
        path = "/" + scope["path"].lstrip("/\\")
        response = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
        response.set_cookie(COOKIE, self.token or "", httponly=True, samesite="strict")
        return response


def find_refusal(method: str, headers: Headers, names: frozenset[str]) -> Refusal | None:
    """Why a request is refused by its headers alone; None: it is not."""
    host = headers.get("host", "")
    if host_name(host) not in names:
        return Refusal(
            421,
            "this server does not go by that name",
            where=host,
            do=_OPEN,
        )
    if method in _SAFE:
        return None
    origin = headers.get("origin")
    if origin is not None and origin.partition("://")[2] != host:
        return Refusal(
            403,
            _FOREIGN,
            where=origin,
            do=_RELOAD,
        )
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return Refusal(403, _FOREIGN, do=_RELOAD)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return Refusal(413, f"more than {MOST_BYTES:,} bytes were sent", do="send less at once")
    return None


def host_name(host: str) -> str:
    """The name in a Host header, without its port: `localhost`, `127.0.0.1`, `[::1]`."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()


def own_names(host: str) -> frozenset[str]:
    """The names that a server bound to this host may be called by."""
    bound = f"[{host}]" if ":" in host else host.lower()
    return frozenset({"localhost", "127.0.0.1", "[::1]", bound})


def is_loopback(host: str) -> bool:
    """Nobody but this machine can reach it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_same(given: str, wanted: str | None) -> bool:
    return wanted is not None and hmac.compare_digest(given.encode(), wanted.encode())


def _bounded(receive: Receive) -> Receive:
    """A body without a length is cut off where it grows too long: the form in it is then not whole."""
    taken = 0

    async def receive_bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_BYTES:
            return {"type": "http.disconnect"}
        return message

    return receive_bounded
