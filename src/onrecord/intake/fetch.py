"""Pages and feeds fetched from the web, safely and politely; the only module that asks the network.

Only http and https, only addresses that are on the internet (see addresses.py), redirects followed
one hop at a time with each hop checked anew, an end to size and time, and robots.txt obeyed.
Nothing from the environment is used: no proxy, no .netrc.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin

import httpcore2
import httpx2
from protego import Protego

from onrecord.errors import FetchRefused, InputTooLarge, NotAReport
from onrecord.intake.addresses import Deadline, GuardedBackend
from onrecord.intake.unpack import GZIP_MAGIC, ungzip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

AGENT = "Onrecord"
REDIRECTS = {301, 302, 303, 307, 308}
ROBOTS_BYTES = 500_000

LATER = "try again later"
BY_HAND = "open it in a browser, save the page and add the file"
ADVICE = {
    401: f"it asks for a login: {BY_HAND}",
    402: f"it asks for payment: {BY_HAND}",
    403: f"it does not let programs in: {BY_HAND}",
    404: "check the address",
    410: "the page is gone; an archive may have it",
    429: f"it was asked too often: {LATER}",
    451: "it is withheld for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its body unpacked, the address it came from in the end, and what the server calls it."""

    url: str
    data: bytes = field(repr=False)
    content_type: str | None


class Fetcher:
    """Fetches pages; a context manager. Not for use by several threads at once.

    `cache`: a file in which answers are kept and served again as HTTP allows (RFC 9111). `max_bytes`
    counts after unpacking. `deadline`: seconds for one page with its redirects and robots.txt, however
    slowly it drips; only the system's resolver keeps its own time, and waits for `pace` are not counted.
    `pace`: seconds between two requests to one host, or the site's Crawl-delay if that is longer (at
    most `deadline`).
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        cache: Path | None = None,
        max_bytes: int = 50_000_000,
        deadline: float = 30.0,
        max_redirects: int = 10,
        pace: float = 1.0,
    ) -> None:
        self._max_bytes = max_bytes
        self._seconds = deadline
        self._max_redirects = max_redirects
        self._pace = pace
        self._deadline = Deadline()
        self._robots: dict[str, Protego | None] = {}
        self._asked: dict[str, float] = {}
        transport: httpx2.BaseTransport = _GuardedTransport(
            GuardedBackend(self._deadline, allow_private=allow_private)
        )
        if cache is not None:
            from hishel import SqliteStorage
            from hishel.httpx2 import CacheTransport

            # Without rfc=True nothing ever goes stale.
            transport = CacheTransport(transport, SqliteStorage(database_path=cache), rfc=True)
        headers = {
            "User-Agent": f"{AGENT}/{version('onrecord')} (fetches pages that a person asked for)",
            "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.8",
            # Nothing but gzip: it can be unpacked with a limit on what comes out.
            "Accept-Encoding": "gzip",
        }
        self._client = httpx2.Client(transport=transport, headers=headers, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def fetch(self, url: str) -> Fetched:
        """The page at an address. Raises FetchRefused or InputTooLarge, both naming the address asked for."""
        self._deadline.start(self._seconds)
        try:
            return self._follow(url)
        except (FetchRefused, InputTooLarge) as error:
            raise type(error)(error.what, where=url) from error
        except NotAReport as error:
            raise FetchRefused(error.what, where=url) from error
        except httpcore2.TimeoutException as error:
            raise FetchRefused(
                f"no whole answer within {self._seconds:g} seconds; {LATER}", where=url
            ) from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            why = str(error) or type(error).__name__
            raise FetchRefused(f"the server could not be talked to ({why}); {LATER}", where=url) from error

    def _follow(self, url: str) -> Fetched:
        hop = _checked(url)
        seen = {str(hop)}
        while True:
            self._obey_robots(hop)
            answer = self._ask(hop, self._max_bytes)
            if answer.goes_on_to is None:
                return self._body(hop, answer)
            hop = _checked(urljoin(str(hop), answer.goes_on_to))
            if str(hop) in seen:
                raise FetchRefused(f"it redirects in a circle, back to {hop}; check the address")
            seen.add(str(hop))
            if len(seen) > self._max_redirects:
                raise FetchRefused(f"more than {self._max_redirects} redirects; check the address")

    def _body(self, url: httpx2.URL, answer: _Answer) -> Fetched:
        if answer.status != 200:
            phrase = HTTPStatus(answer.status).phrase if answer.status in set(HTTPStatus) else ""
            advice = ADVICE.get(answer.status, LATER if answer.status >= 500 else "check the address")
            raise FetchRefused(f"the server answered {answer.status} {phrase}".rstrip() + f"; {advice}")
        return Fetched(str(url), answer.body, answer.content_type)

    def _obey_robots(self, url: httpx2.URL) -> None:
        origin = f"{url.scheme}://{url.netloc.decode()}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin)
        rules = self._robots[origin]
        if rules is not None and not rules.can_fetch(str(url), AGENT):
            raise FetchRefused(f"the site's robots.txt does not let programs fetch {url}; {BY_HAND}")
        delay = max(self._pace, (rules and rules.crawl_delay(AGENT)) or 0.0)
        wait = self._asked.get(origin, float("-inf")) + min(delay, self._seconds) - time.monotonic()
        if wait > 0:
            self._deadline.sleep(wait)
        self._asked[origin] = time.monotonic()

    def _read_robots(self, origin: str) -> Protego | None:
        """The rules of a site; None where it has none. As RFC 9309 has it: a server in trouble means no."""
        hop = httpx2.URL(f"{origin}/robots.txt")
        for _ in range(5):
            answer = self._ask(hop, ROBOTS_BYTES)
            if answer.goes_on_to is None:
                break
            hop = _checked(urljoin(str(hop), answer.goes_on_to))
        if answer.status >= 500:
            raise FetchRefused(f"the site's robots.txt cannot be read ({answer.status}); {LATER}")
        if answer.status != 200:
            return None
        return Protego.parse(answer.body.decode("utf-8", "replace"))

    def _ask(self, url: httpx2.URL, max_bytes: int) -> _Answer:
        """One request, no redirect followed."""
        request = self._client.build_request("GET", url, timeout=self._seconds)
        response = self._client.send(request, stream=True, follow_redirects=False)
        try:
            goes_on_to = response.headers.get("location") if response.status_code in REDIRECTS else None
            if goes_on_to is not None:
                return _Answer(response.status_code, goes_on_to, None, b"")
            body = _read_limited(response, max_bytes)
            return _Answer(response.status_code, None, response.headers.get("content-type"), body)
        finally:
            response.close()


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    goes_on_to: str | None
    content_type: str | None
    body: bytes


def _checked(url: str) -> httpx2.URL:
    """The address, if it is one that may be asked at all. Its #fragment is the reader's own affair."""
    try:
        parsed = httpx2.URL(url).copy_with(fragment=None)
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchRefused(f"{url} is no web address ({error})") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchRefused(f"only http and https addresses are fetched, not {url}")
    if parsed.userinfo:
        raise FetchRefused(
            "the address has a user name in it; log in with a browser, save the page, add the file"
        )
    return parsed


def _read_limited(response: httpx2.Response, limit: int) -> bytes:
    """The body, unpacked. Raises InputTooLarge as soon as it is past the limit."""
    parts = []
    size = 0
    for part in response.iter_raw():
        size += len(part)
        if size > limit:
            raise InputTooLarge(f"more than {limit / 1_000_000:g} MB, which is the limit")
        parts.append(part)
    body = b"".join(parts)
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    # Some servers say gzip and send it plain.
    if encoding in ("gzip", "x-gzip") and body.startswith(GZIP_MAGIC):
        body, whole = ungzip(body, limit=limit)
        if not whole:
            raise FetchRefused(f"the answer was cut off; {LATER}")
    elif encoding not in ("identity", "", "gzip", "x-gzip"):
        raise FetchRefused(f"the server sent the page packed as {encoding!r} unasked; {BY_HAND}")
    return body


class _GuardedTransport(httpx2.BaseTransport):
    """httpx2's own transport cannot be given a network backend; this one can."""

    def __init__(self, backend: GuardedBackend) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            keepalive_expiry=5.0,
            network_backend=backend,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer.iter_stream())

    def close(self) -> None:
        self._answer.close()
