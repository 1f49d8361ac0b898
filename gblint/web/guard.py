"""Who is let in: requests of the page itself, on this machine, with the token in the address.

A site elsewhere can have a browser send requests here. It knows no token; the browser says of its
requests where they come from (`Origin`, `Sec-Fetch-Site`); and where its name was made to point
here (DNS rebinding), `Host` is that name.
"""

from __future__ import annotations

from hmac import compare_digest
from ipaddress import ip_address

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page that files are dropped on may load."""


class Door(msgspec.Struct, frozen=True):
    """Where the page is served, and the token that its address has."""

    host: str
    port: int
    token: str

    @property
    def open(self) -> bool:
        """Whether others than this machine can reach it."""
        return not is_loopback(self.host)

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/{self.token}/"

    def knows_host(self, given: str) -> bool:
        """Whether a `Host` is one of this door's: no name that somebody made to point here."""
        name, _, port = given.rpartition(":")
        if port != str(self.port):
            return False
        name = name.strip("[]").lower()
        if name in ("localhost", self.host.lower()):
            return True
        return is_loopback(name) or (self.open and _is_address(name))


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    return _is_address(host) and ip_address(host).is_loopback


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class Guard:
    """Passes on what is let in, with the token taken off its path; all else is not found."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        status = self._refuse(scope["method"], scope["path"], headers)
        if status:
            await PlainTextResponse("", status, headers=_HEADERS)(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    own[name] = value
                own.setdefault("content-security-policy", PAGE_POLICY)
            await send(message)

        path = "/" + scope["path"][1:].partition("/")[2]
        inside = {**scope, "path": path, "raw_path": path.encode()}
        await self.app(inside, receive, send_guarded)

    def _refuse(self, method: str, path: str, headers: Headers) -> int:
        """The status of what is not let in, 0 for what is."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.door.knows_host(hosts[0]):
            return 421
        token, sign, _ = path[1:].partition("/")
        if not sign or not compare_digest(token.encode(), self.door.token.encode()):
            return 404
        site = headers.get("sec-fetch-site", "same-origin")
        if site not in ("same-origin", "none"):
            # the page in a frame is a stranger to all, also to what is around it
            return 403
        if method in ("GET", "HEAD"):
            return 0
        return 0 if headers.get("origin") == f"http://{hosts[0]}" else 403
