"""A small web site on 127.0.0.1 for tests: paths with the answers they give, some of them nasty."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass
class Answer:
    """What a path answers. `drip`: seconds of silence after each byte of the body."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0

    def parts(self) -> Iterable[bytes]:
        if not self.drip:
            yield self.body
            return
        for number in range(len(self.body)):
            yield self.body[number : number + 1]
            time.sleep(self.drip)


def page(body: str, **headers: str) -> Answer:
    return Answer(body.encode(), headers={"Content-Type": "text/html; charset=utf-8", **headers})


def redirect(location: str) -> Answer:
    return Answer(status=302, headers={"Location": location})


class Website:
    """Runs while its `with` lasts. `asked`: each path asked for, with the request's headers."""

    def __init__(self, pages: Mapping[str, Answer | Callable[[str], Answer]]) -> None:
        self.pages = dict(pages)
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                found = site.pages.get(self.path, Answer(b"nothing here", 404))
                answer = found if isinstance(found, Answer) else found(self.path)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in answer.headers:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                try:
                    for part in answer.parts():
                        self.wfile.write(part)
                        self.wfile.flush()
                except OSError:  # the client hung up, as it should
                    self.close_connection = True

            def log_message(self, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            # A client that hangs up is what some tests are about; no trace on stderr.
            handle_error = lambda *args: None  # noqa: E731

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def paths(self) -> list[str]:
        """The paths asked for, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
