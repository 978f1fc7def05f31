"""Internet addresses that may be asked, and a way to connect that asks no others.

A name is resolved once, every address it has is checked, and the connection goes to a checked
address: a name that answers differently the second time gains nothing. The lists are our own,
because `ipaddress.is_global` lets several ways to the own network through (64:ff9b::/96, 2002::/16).
"""

from __future__ import annotations

import socket
import time
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

import httpcore2

from onrecord.errors import FetchRefused

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

# Networks of a house or a company: asked only where the user allows it.
PRIVATE = [
    ip_network(line)
    for line in (
        "10.0.0.0/8",
        "100.64.0.0/10",  # behind a carrier's translation
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
]
# No report was ever there: asked by nobody.
NEVER = [
    ip_network(line)
    for line in (
        "0.0.0.0/8",
        "100.100.100.200/32",  # a cloud's machine settings
        "169.254.0.0/16",  # link-local, and the clouds' machine settings
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "2001::/23",  # protocol assignments: Teredo, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",  # documentation
        "fd00:ec2::254/128",  # a cloud's machine settings
    )
]
# Nothing outside this is routed on the internet: 64:ff9b::/96, fe80::/10, fec0::/10, ff00::/8, ...
IPV6_INTERNET = ip_network("2000::/3")


def may_be_asked(address: str, *, allow_private: bool) -> bool:
    """Whether a numeric IP address is one of the internet, or a private one and those are allowed."""
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if any(ip in network for network in NEVER):
        return False
    if any(ip in network for network in PRIVATE):
        return allow_private
    return ip.version == 4 or ip in IPV6_INTERNET


def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host name, all of them checked. Raises FetchRefused."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchRefused(
            f"the name {host} is not known; check the spelling and the connection to the internet"
        ) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not may_be_asked(address, allow_private=allow_private):
            named = address if address == host else f"{host} ({address})"
            advice = "" if allow_private else "; if it is your own intranet, allow private addresses"
            raise FetchRefused(f"{named} is a private or reserved address, which is not asked{advice}")
    return addresses


class Deadline:
    """The moment by which an answer must be whole; a body that drips for ever ends there too."""

    def __init__(self) -> None:
        self._ends = float("inf")

    def start(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def sleep(self, seconds: float) -> None:
        """Wait out of politeness; the wait is not counted."""
        time.sleep(seconds)
        self._ends += seconds

    def within(self, timeout: float | None) -> float:
        """The seconds that one step may take: the shorter of its own limit and what is left."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline is over")
        return left if timeout is None else min(timeout, left)


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects to checked addresses only, within the deadline. Host and SNI stay the name's."""

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        last_error: Exception | None = None
        for address in resolve(host, port, allow_private=self._allow_private):
            within = self._deadline.within(timeout)
            try:
                stream = self._sockets.connect_tcp(address, port, within, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last_error = error
            else:
                return _TimedStream(stream, self._deadline)
        raise last_error or httpcore2.ConnectError(f"{host} has no address")


class _TimedStream(httpcore2.NetworkStream):
    """A connection whose every step ends at the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
