"""Every door is either guarded or declared public."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.tree import listed

FOREIGN = ("allauth.",)  # its pages guard themselves; sign-in must be open


def test_every_page_is_guarded_or_declared_public() -> None:
    faults = sorted({f"/{route}" for route, view in _pages(get_resolver()) if not _declared(view)})
    assert not faults, listed(faults, "Put @guarded(may_…) or @public on the view (ocop.people.access), outermost.")


def test_the_addresses_promised_to_the_outside_exist() -> None:
    routes = {f"/{route}" for route, _ in _pages(get_resolver())}
    promised = {
        "/",
        "/san-pham/",
        "/thong-ke/",
        "/tu-danh-gia/",
        "/tra-cuu/",
        "/ban-lam-viec/",
        "/dang-nhap/",
        "/design/",
        "/healthz",
        "/readyz",
    }
    assert promised <= routes, listed(sorted(promised - routes), "The contract promises these addresses by name.")


def _declared(view: object) -> bool:
    return bool(getattr(view, "open_to", "")) or getattr(view, "__module__", "").startswith(FOREIGN)


def _pages(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _pages(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback
