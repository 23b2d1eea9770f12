"""The files of the widget and its pages, kept in memory: a request can only name what is there."""

import gzip
import hashlib
import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from needlewise.knowledge.content import Site
from needlewise.paths import ROOT

WIDGET = ROOT / "widget" / "dist"
PLAIN_PAGE = Path(__file__).resolve().parent.parent / "web_page"
PRIVACY_PAGE = Path(__file__).resolve().parent / "privacy.html"
INDEX = "index.html"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".yml": "application/yaml",
}
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_VERSION_CHARACTERS = 8
_COMPRESSED = {"br": ".br", "gzip": ".gz"}
# Shorter answers gain nothing by compression.
_WORTH_COMPRESSING = 1024


@dataclass(frozen=True)
class Asset:
    """A file to serve.

    Attributes:
        type: of its content.
        digest: SHA-256 of its content, in hexadecimal.
        bodies: its content by encoding; the plain one under "".
    """

    type: str
    digest: str
    bodies: dict[str, bytes]


def page_folder() -> Path:
    """Where the widget's files are; where it is not built, a plain page in its place."""
    return WIDGET if (WIDGET / INDEX).is_file() and (WIDGET / "widget.js").is_file() else PLAIN_PAGE


def assets_of(folder: Path) -> dict[str, Asset]:
    """The files under a folder that have a known type, by their path below it."""
    return {
        path.relative_to(folder).as_posix(): asset_of(path)
        for path in sorted(folder.rglob("*"))
        if path.suffix in _TYPES and path.is_file()
    }


def asset_of(path: Path) -> Asset:
    """A file, with what was compressed beside it by the build, or else compressed here."""
    content = path.read_bytes()
    bodies = {"": content}
    for encoding, suffix in _COMPRESSED.items():
        beside = path.with_name(path.name + suffix)
        if beside.is_file():
            bodies[encoding] = beside.read_bytes()
    return _asset(_TYPES[path.suffix], bodies)


def json_asset(content: Mapping[str, Any]) -> Asset:
    """JSON that is the same for everybody who asks."""
    return _asset(_TYPES[".json"], {"": json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()})


def privacy_page(site: Site) -> Asset:
    """What is stored of a conversation, and how it is erased: for sites that have no page of their own."""
    words = {"name": site.name, "contact": site.contact, "days": str(site.retention_days)}
    page = PRIVACY_PAGE.read_text("utf-8")
    for name, value in words.items():
        page = page.replace(f"{{{name}}}", html.escape(value))
    return _asset(_TYPES[".html"], {"": page.encode()})


def _asset(type: str, bodies: dict[str, bytes]) -> Asset:
    content = bodies[""]
    if "gzip" not in bodies and len(zipped := gzip.compress(content, mtime=0)) < len(content):
        bodies["gzip"] = zipped
    return Asset(type, hashlib.sha256(content).hexdigest(), bodies)


def serve(asset: Asset, request: Request) -> HTTPResponse:
    """The response that gives a file, or says that the browser has it already."""
    version = request.args.get("v", "")
    is_version = len(version) >= _VERSION_CHARACTERS and asset.digest.startswith(version)
    encoding = next((name for name in _COMPRESSED if name in asset.bodies and _accepts(request, name)), "")
    etag = f'"{asset.digest[:20]}{encoding and "-" + encoding}"'
    headers: dict[str, Any] = {
        "ETag": etag,
        # Under an address with its own version a file never changes; else the browser asks each time.
        "Cache-Control": "public, max-age=31536000, immutable" if is_version else "no-cache",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if asset.type.startswith("text/html"):
        headers |= {"Content-Security-Policy": _PAGE_POLICY, "Referrer-Policy": "no-referrer"}
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if etag in known:
        return response.empty(status=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    return response.raw(asset.bodies[encoding], headers=headers, content_type=asset.type)


def compressed(request: Request, answer: HTTPResponse) -> HTTPResponse:
    """An answer of some length with its body compressed, for those who take that."""
    body = answer.body or b""
    if len(body) < _WORTH_COMPRESSING or "Content-Encoding" in answer.headers or not _accepts(request, "gzip"):
        return answer
    answer.body = gzip.compress(body, compresslevel=6, mtime=0)
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    return answer


def _accepts(request: Request, encoding: str) -> bool:
    for part in request.headers.get("accept-encoding", "").split(","):
        name, _, weight = part.partition(";")
        if name.strip() == encoding:
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
