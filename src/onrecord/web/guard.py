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

from onrecord.errors import OnrecordError
from onrecord.web.faults import Refusal, answer_refusal
from onrecord.web.guests import OWNER

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from onrecord.web.guests import Guest, Guests

# Of a request's body, in bytes: no form of the page needs as much.
MOST_BYTES = 1_000_000

COOKIE = "onrecord"

# How long a browser keeps who it is, in seconds.
_REMEMBERED = 30 * 24 * 3600
_OPEN = "open the address that `onrecord serve` printed"
_ENTER = "enter the token that you were given"
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
    """ASGI middleware. `names` are the host names that are ours.

    `token` is the owner's; where there is none, who comes without a guest's token is the owner: then only
    this machine can reach the server.
    """

    app: ASGIApp
    names: frozenset[str]
    guests: Guests
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
        app: ASGIApp = self.app
        refusal = find_refusal(scope["method"], headers, self.names)
        if refusal is None:
            try:
                if scope["method"] in _SAFE and self._find(given := _token_asked_with(scope)):
                    app = _let_in(scope, given)
                else:
                    refusal = self._admit(scope, headers)
            except OnrecordError as error:
                refusal = Refusal(503, error.what, error.where)
        if refusal is not None:
            await answer_refusal(refusal, scope["path"], headers)(scope, receive, send_guarded)
            return
        await app(scope, _bounded(receive), send_guarded)

    def _admit(self, scope: Scope, headers: Headers) -> Refusal | None:
        """Say in the scope who asks; or why nobody is answered."""
        guest = self._find(_token_carried(headers)) or (OWNER if self.token is None else None)
        # How pages look is no secret, and the one that asks for the token is to look so too.
        if guest is None and not scope["path"].startswith("/static/"):
            return Refusal(401, "this record asks for a token", do=_ENTER)
        scope.setdefault("state", {})["guest"] = guest
        return None

    def _find(self, given: str) -> Guest | None:
        if not given:
            return None
        return OWNER if _is_same(given, self.token) else self.guests.find(given)


def _token_carried(headers: Headers) -> str:
    """The token in the headers of a request: a program's, or that of the cookie."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return "".join(str(morsel.value) for name, morsel in cookies.items() if name == COOKIE)


def _token_asked_with(scope: Scope) -> str:
    """The token in the address."""
    asked: bytes = scope["query_string"]
    return dict(parse_qsl(asked.decode("latin-1"))).get("token", "").strip()


def _let_in(scope: Scope, token: str) -> RedirectResponse:
    """The same address without the token, which from now on is in a cookie."""
    asked = parse_qsl(scope["query_string"].decode("latin-1"))
    rest = urlencode([(name, value) for name, value in asked if name != "token"])
    # One slash at the beginning: two would be an address of another server.
    path = "/" + scope["path"].lstrip("/\\")
    response = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
    # Lax, so that a link to a page in an e-mail leads there; changes are guarded otherwise too.
    secure = scope.get("scheme") == "https"
    response.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure, max_age=_REMEMBERED)
    response.headers["Cache-Control"] = "no-store"
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
