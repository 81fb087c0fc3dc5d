"""Every address of the portal, asked badly: a page, a redirect or a sentence, never a fault of ours."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# What stands in the place of a converter or a group: sound, odd, far too large.
ARGUMENTS = {
    "int": ("1", "0", "9223372036854775807", "9" * 30),
    "slug": ("khong-co", "x" * 300, "-"),
    "str": ("khong-co", "%F0%9F%90%9D", "x" * 600, "a%0Ab", "..%2f..", "%E2%80%AE"),
    "path": ("a/b/c", "x" * 600, "..%2f..%2fetc%2fpasswd"),
    "uuid": ("00000000-0000-0000-0000-000000000000",),
}
ODD = "1' OR 1=1--\u202e<script>\t%s{}{{7*7}}"
NAMES = ("q", "truoc", "sau", "cursor", "trang", "page", "nam", "set", "sao", "sort")
QUERIES = (
    "?q=%00",
    "?ngay=0000-00-00&as_of=9999-99-99&tinh_den=31/02/2026&"
    + "&".join(f"{name}=99999999999999999999999999" for name in NAMES),
    "?tu=%FF%FE&den=%F0&q[]=1&q=2&q="
    + "a" * 5000
    + "&"
    + "&".join(f"{name}=-1" for name in NAMES[1:])
    + "&sort=-password&sort=id;drop",
)


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, path)
        elif isinstance(entry, URLPattern):
            yield path


def _filled(pattern: str) -> Iterator[str]:
    """The address with each kind of argument, all arguments of one try alike."""
    pattern = pattern.replace("\\Z", "").lstrip("^")
    for number in range(max(len(values) for values in ARGUMENTS.values())):
        address = pattern
        while "<" in address:
            begin, end = address.index("<"), address.index(">")
            kind = address[begin + 1 : end].partition(":")[0] if ":" in address[begin:end] else "str"
            values = ARGUMENTS.get(kind, ARGUMENTS["str"])
            address = address[:begin] + values[number % len(values)] + address[end + 1 :]
        yield "/" + address
        if "<" not in pattern:
            return


def _addresses() -> list[str]:
    plain = [p for p in _patterns(get_resolver()) if "(?P" not in p]
    # Without a worker /readyz says 503, as it should.
    return sorted({address for pattern in plain for address in _filled(pattern)} - {"/readyz"})


def _told(response: HttpResponse, address: str) -> str:
    fault = getattr(response, "exc_info", None)
    return f"{response.status_code} {address[:120]} {fault[1] if fault else ''!r:.200}"


def _faults(client: Client, addresses: list[str]) -> list[str]:
    client.raise_request_exception = False
    found = []
    for address in addresses:
        response = client.get(address)
        if response.status_code >= 500:
            found.append(_told(response, address))
        if response.streaming:
            b"".join(response)  # closes its file; close() would close the test's connection too
    return found


@pytest.mark.parametrize("who", ["", "chi_ba"])
def test_no_address_falls_over_odd_arguments(client: Client, who: str) -> None:
    if who:
        client.force_login(cast.person(who))
    addresses = _addresses()
    assert len(addresses) > 40
    assert _faults(client, addresses) == []


def test_no_page_falls_over_odd_questions(client: Client) -> None:
    client.force_login(cast.person("quan_tri"))
    pages = [address for address in _addresses() if all(len(part) < 100 for part in address.split("/"))]
    plain = [pattern for pattern in pages if not any(f"/{values[0]}/" in pattern for values in ARGUMENTS.values())]
    assert _faults(client, [page + query for page in plain for query in QUERIES]) == []


def test_no_page_falls_over_odd_headers(client: Client) -> None:
    headers = {
        "Accept-Language": "x" * 5000 + ";q=0.9,vi;q=nan", "Accept": "a/b;q=x,,;;", "If-Modified-Since": "gestern",
        "If-None-Match": "*" * 300, "Range": "bytes=9-1,-", "Cookie": "sessionid=" + "\u00ff" * 300 + "; ngon_ngu=../../x; messages=rubbish",
        "HX-Request": "true", "HX-Current-URL": "%%%", "X-Forwarded-For": "'\"", "Referer": "\x01", "User-Agent": ODD.encode().decode("latin-1"),
    }  # fmt: skip
    client.raise_request_exception = False
    for page in (
        "/",
        "/dang-nhap/",
        "/san-pham/",
        "/thong-ke/",
        "/tu-danh-gia/",
        "/tra-cuu/",
        "/api/v1/products",
        "/healthz",
    ):
        response = client.get(page, headers=headers)
        assert response.status_code < 500, page


def test_forms_survive_odd_fields(client: Client) -> None:
    """Every address gets a form that is none; what it answers is its own business, but it must answer."""
    client.force_login(cast.person("quan_tri"))
    client.raise_request_exception = False
    addresses = [a for a in _addresses() if len(a) < 120 and not a.startswith(("/api/", "/epcis/"))]
    body = {
        "name": ODD,
        "q": "9" * 40,
        "next": "//xau.example",
        "viec": "x",
        "starts_on": "99/99/9999",
        "choices": "[[[",
        "id": "-1",
        "points": "1e999",
    }
    faults = []
    for number, address in enumerate(addresses):
        kind = ("multipart", "json")[number % 2]
        content = {"data": body} if kind == "multipart" else {"data": "{}", "content_type": "application/json"}
        response = client.post(address, **content)  # type: ignore[arg-type]
        if response.status_code >= 500:
            faults.append(_told(response, f"{kind} {address}"))
        if not client.cookies.get("sessionid") or not client.cookies["sessionid"].value:
            client.force_login(cast.person("quan_tri"))
    assert faults == []
