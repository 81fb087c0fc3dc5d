"""Which of several links a request means, after GS1-Conformant Resolver 1.2. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from gs1.compression import looks_packed

PIP, CERTIFICATE, TRACE, RECALL = "pip", "certificationInfo", "traceability", "recallStatus"
DATA_KIND = "dpp"  # the passport as data
# What the programme itself answers for; no producer may send a buyer elsewhere for it.
OFFICIAL = frozenset({TRACE, CERTIFICATE, RECALL, DATA_KIND})
# What a producer may send buyers to, by the names of GS1's web vocabulary.
KINDS: dict[str, str] = {
    "pip": "Trang giới thiệu sản phẩm",
    "instructions": "Hướng dẫn sử dụng",
    "quickStartGuide": "Hướng dẫn nhanh",
    "recipeInfo": "Công thức, cách chế biến",
    "consumerHandlingStorageInfo": "Cách bảo quản",
    "ingredientsInfo": "Thành phần",
    "nutritionalInfo": "Giá trị dinh dưỡng",
    "allergenInfo": "Chất gây dị ứng",
    "safetyInfo": "An toàn khi dùng",
    "sustainabilityInfo": "Môi trường, tái chế",
    "hasRetailers": "Nơi bán",
    "promotion": "Khuyến mại",
    "review": "Ý kiến người dùng",
    "leaveReview": "Gửi ý kiến",
    "faqs": "Câu hỏi thường gặp",
    "support": "Hỗ trợ, bảo hành",
    "relatedVideo": "Phim giới thiệu",
    "relatedImage": "Ảnh",
    "socialMedia": "Mạng xã hội",
    "homepage": "Trang của cơ sở",
    "appDownload": "Ứng dụng điện thoại",
}
MEDIA_TYPES: dict[str, str] = {
    "text/html": "Trang web", "application/pdf": "Tệp PDF", "video/mp4": "Phim", "image/jpeg": "Ảnh",
    "application/json": "Dữ liệu JSON",
}  # fmt: skip
MOST_LINKS = 40
_COMPRESSED = re.compile(r"/(?=[a-z0-9_-]*[A-Z])([A-Za-z0-9_-]{8,})/?")
_QUALITY = re.compile(r"\s*;\s*q\s*=\s*([0-9.]{1,5})")


@dataclass(frozen=True, slots=True)
class Choice:
    """One link that could be meant; an empty `href` is the passport at the very address that was asked."""

    kind: str
    title: str
    href: str
    languages: tuple[str, ...] = ()
    media_type: str = "text/html"
    passes_query: bool = True


def accepted(header: str) -> list[str]:
    """What a header accepts, the dearest first; what is refused (q=0) is left out."""
    found: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:20]):
        name = part.split(";", 1)[0].strip().lower()
        match = _QUALITY.search(part)
        try:
            quality = float(match[1]) if match else 1.0
        except ValueError:
            quality = 0.0
        if name and quality > 0:
            found.append((-quality, place, name))
    return [name for _quality, _place, name in sorted(found)]


def narrowed(choices: Sequence[Choice], languages: str, media: str) -> list[Choice]:
    """Those that fit the reader's language best, and of them those that fit the wanted media type best."""
    return _by_media(_by_language(choices, accepted(languages)), accepted(media))


def _by_language(choices: Sequence[Choice], wanted: Iterable[str]) -> list[Choice]:
    for language in wanted:
        short = language.split("-", 1)[0]
        for fits in (language, short):
            if found := [c for c in choices if fits in (name.lower() for name in c.languages)]:
                return found
    return [c for c in choices if not c.languages] or list(choices)


def _by_media(choices: list[Choice], wanted: Iterable[str]) -> list[Choice]:
    for media in wanted:
        if media == "*/*":
            break
        if found := [
            c
            for c in choices
            if c.media_type == media or (media.endswith("/*") and c.media_type.startswith(media[:-1]))
        ]:
            return found
    return choices


def with_query(href: str, query: str) -> str:
    """Pass the request's query on, but for what was meant for the resolver itself."""
    passed = "&".join(part for part in query.split("&") if part and not part.startswith(("linkType=", "context=")))
    if not passed:
        return href
    parts = urlsplit(href)
    return urlunsplit(parts._replace(query=f"{parts.query}&{passed}" if parts.query else passed))


def is_compressed(path: str) -> bool:
    """Whether a path can be a whole Digital Link in compressed form; no page of ours has a capital in its address."""
    found = _COMPRESSED.fullmatch(path)
    return found is not None and looks_packed(found[1])


def href_unfit(href: str, origin: str, ours: tuple[str, ...]) -> str:
    """Why an address may not be a target; empty when it may. Only https, nothing hidden in it, and never back to a code."""
    if not href.isascii() or any(c <= " " or c in '<>"\\^`{|}' for c in href):
        return "Địa chỉ có ký tự không dùng được; hãy chép nguyên địa chỉ trên thanh của trình duyệt."
    try:
        parts = urlsplit(href)
        port = parts.port
    except ValueError:
        return "Địa chỉ viết sai dạng."
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme != "https" or not host:
        return "Địa chỉ phải bắt đầu bằng https:// rồi đến tên miền."
    if parts.username is not None or parts.password is not None:
        return "Địa chỉ không được chứa tên đăng nhập."
    if port not in (None, 443) or "." not in host or re.fullmatch(r"[0-9.]+|\[?[0-9a-f:]*:[0-9a-f:.]*\]?", host):
        return "Địa chỉ phải là một tên miền công khai, không phải số máy hay cổng riêng."
    if host.endswith((".local", ".internal", ".localhost", ".test", ".example", ".invalid", ".onion")):
        return "Địa chỉ phải là một tên miền công khai."
    same = host == (urlsplit(origin).hostname or "")
    is_code = f"{parts.path}/".startswith(ours) or is_compressed(parts.path)
    if (same or host in ("id.gs1.org", "dl.gs1.org")) and is_code:
        return "Địa chỉ dẫn trở lại một mã: người quét sẽ đi vòng. Hãy dẫn tới trang đích."
    return ""
