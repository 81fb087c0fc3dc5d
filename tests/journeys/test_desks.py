"""Everybody's desk and every kind of page it leads to: they answer, fit a phone and have no barrier."""

from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import Someone
from tests.journeys.test_public_pages import on_phone
from tests.journeys.walker import Walker

DESK = "/ban-lam-viec/"
WHO = (
    "Chị Ba", "Cô Hai", "Anh Tư", "Cô Năm", "Chú Bảy", "Bà Sáu", "Chị Tám", "Ông Chín", "Anh Mười", "Chú Ba Kiểm",
    "Em Nhân",
)  # fmt: skip
# A page of each kind is enough: what differs by its number only is one kind.
MOST = 26
SKIPPED = ("/dang-xuat/", "/ngon-ngu/", "/giay-to/")

# What no desk leads to directly, in the chapters of producers and of the office that prints.
DEEPER = {
    "Chị Ba": (
        "/nhat-ky-san-xuat/giay/", "/nhat-ky-san-xuat/noi/", "/san-xuat/lo/1/", "/tem/1/",
        "/tem/cuon/1/", "/tem/tra-lai/", "/giay-chung-nhan/GCN-22-2026-0001/san-luong/", "/ket-noi-epcis/chu-the-20/du-lieu-goc/",
    ),
    "Anh Páo": ("/lo-cua-nha/", "/lo-cua-nha/1/", "/nhat-ky-san-xuat/noi/"),
    "Anh Tư": ("/giay-chung-nhan/GCN-22-2026-0002/san-luong/",),
    "Cô Năm": ("/tem/don-in/3/", "/tem/phieu-giao/moi/", "/giay-chung-nhan/GCN-22-2026-0002/san-luong/"),
    "Em Nhân": ("/tem/ky-khoa/1/",),
}  # fmt: skip


def _doors(walker: Walker) -> list[str]:
    """Where the links of the page's main part and its margin lead."""
    found = walker.page.locator("main a[href], aside a[href]").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    inside = [urlsplit(href).path for href in found if href.startswith("/") and not href.startswith("//")]
    return [path for path in inside if path.endswith("/") and not path.startswith(SKIPPED)]


def _kind(path: str) -> str:
    return "/".join("n" if part.isdigit() else part for part in path.split("/"))


@on_phone
@pytest.mark.parametrize("name", WHO)
def test_a_desk_leads_only_to_sound_pages(someone: Someone, name: str) -> None:
    walker = someone(name, story=f"desks/{name}/")
    walker.visit(DESK, "desk")
    seen, ahead = {_kind(DESK)}, _doors(walker)
    paths: dict[str, str] = {}
    for path in ahead:
        if _kind(path) not in seen and len(paths) < MOST:
            seen.add(_kind(path))
            paths[_kind(path).strip("/").replace("/", "_")] = path
    assert paths, "a desk without doors"
    walker.tour(paths)


@on_phone
@pytest.mark.parametrize("name", DEEPER)
def test_the_pages_behind_the_doors_are_sound_too(someone: Someone, name: str) -> None:
    someone(name, story=f"deeper/{name}/").tour({path.strip("/").replace("/", "_"): path for path in DEEPER[name]})
