"""The files of the control page, from the package. Only what lies there when the app is made.

The policy lets in nothing but our own files: no inline script or style, no other host, no frame.
Pictures may also stand in the page itself (`data:`): those of a chat come with its history.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from importlib.resources import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    Serve = Callable[[Request], Awaitable[Response]]

_TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
}
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "cache-control": "no-cache",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def page_files() -> dict[str, bytes]:
    """Return every file of the page by its path below `page/`."""
    root = files("openclaw_auth.gateway") / "page"
    found: dict[str, bytes] = {}
    for folder in ("", "vendor"):
        for file in (root / folder if folder else root).iterdir():
            if file.is_file() and file.name.rpartition(".")[2] in _TYPES:
                found[f"{folder}/{file.name}".lstrip("/")] = file.read_bytes()
    return found


_IMPORT = re.compile(r'\b(?:from|import)\s*"(\./[^"]+)"')


def preloaded(found: dict[str, bytes], first: str = "app.js") -> list[str]:
    """Return every module that the first one needs at once, by its path; itself first. Pure.

    The index names them all, so that a browser need not read one module to learn of the next.
    """
    order = [first]
    for name in order:
        for target in _IMPORT.findall(found[name].decode()):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
            if path not in order:
                order.append(path)
    return order


def page_routes() -> list[Route]:
    """Return `/` and one route for each file."""
    from starlette.routing import Route

    found = page_files()
    routes = [Route(f"/page/{name}", _file(name, content)) for name, content in found.items()]
    links = (f'    <link rel="modulepreload" href="/page/{name}">\n' for name in preloaded(found))
    head, end, rest = found["index.html"].partition(b"  </head>")
    index = head + "".join(links).encode() + end + rest
    return [Route("/", _front(_file("index.html", index))), *routes]


def _front(page: Serve) -> Serve:
    async def serve(request: Request) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            return await page(request)
        from starlette.responses import PlainTextResponse

        from openclaw_auth.version import __version__

        text = f"openclaw-auth gateway {__version__}\nModels: GET /v1/models\n"
        return PlainTextResponse(text, headers={"vary": "accept"})

    return serve


def _file(name: str, content: bytes) -> Serve:
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    headers = {**HEADERS, "etag": etag, "vary": "accept"}
    media_type = _TYPES[name.rpartition(".")[2]]

    async def serve(request: Request) -> Response:
        from starlette.responses import Response

        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(content, 200, headers, media_type)

    return serve
