"""The cast with names, all simulated: persons, offices, mandates, a producer and her honey, made through acts.

The demonstration and the tests call the same functions, so that the stories told are one.
Each function may be called twice and gives the same row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from ocop.journal.acts import act
from ocop.people.acts import appoint, found_office, register_person
from ocop.people.models import Office, Person
from ocop.people.queries import person_with_login
from ocop.people.rules import Role
from ocop.places.models import Place
from ocop.producers.models import Membership, Producer
from ocop.products.models import Product

PASSWORD = "rung-hoi-binh-lieu-7"
FOUNDED = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
SINCE = date(2026, 1, 5)

# name, phone, e-mail, role, which office
PARTS: dict[str, tuple[str, str, str, Role, str]] = {
    "chi_ba": ("Chị Ba (mô phỏng)", "0900000001", "chi.ba@mo-phong.example", Role.PRODUCER, "cooperative"),
    "co_hai": ("Cô Hai (mô phỏng)", "0900000002", "co.hai@mo-phong.example", Role.COOPERATIVE, "cooperative"),
    "anh_tu": ("Anh Tư (mô phỏng)", "0900000003", "anh.tu@mo-phong.example", Role.COMMUNE_OFFICER, "commune"),
    "co_nam": ("Cô Năm (mô phỏng)", "0900000004", "co.nam@mo-phong.example", Role.PROVINCE_OFFICER, "province"),
    "chu_bay": ("Chú Bảy (mô phỏng)", "0900000005", "chu.bay@mo-phong.example", Role.ADVISOR, "council"),
    "ba_sau": ("Bà Sáu (mô phỏng)", "0900000006", "ba.sau@mo-phong.example", Role.COUNCIL_CHAIR, "council"),
    "thu_ky": ("Chị Tám (mô phỏng)", "0900000007", "chi.tam@mo-phong.example", Role.COUNCIL_SECRETARY, "council"),
    "lanh_dao": ("Ông Chín (mô phỏng)", "0900000008", "ong.chin@mo-phong.example", Role.PROVINCE_LEADER, "committee"),
    "can_bo_bo": ("Anh Mười (mô phỏng)", "0900000009", "anh.muoi@mo-phong.example", Role.MINISTRY_OFFICER, "ministry"),
    "nguoi_mua": ("Chị Út (mô phỏng)", "0900000010", "chi.ut@mo-phong.example", Role.BUYER, "other"),
    "doi_tac": ("Anh Cả (mô phỏng)", "0900000011", "anh.ca@mo-phong.example", Role.TRADE_PARTNER, "other"),
    "thanh_tra": ("Chú Ba Kiểm (mô phỏng)", "0900000012", "thanh.tra@mo-phong.example", Role.INSPECTOR, "inspection"),
    "quan_tri": ("Em Nhân (mô phỏng)", "0900000013", "quan.tri@mo-phong.example", Role.ADMINISTRATOR, "province"),
    "thanh_vien_1": ("Thành viên Một (mô phỏng)", "0900000021", "tv1@mo-phong.example", Role.COUNCIL_MEMBER, "council"),
    "thanh_vien_2": ("Thành viên Hai (mô phỏng)", "0900000022", "tv2@mo-phong.example", Role.COUNCIL_MEMBER, "council"),
    "thanh_vien_3": ("Thành viên Ba (mô phỏng)", "0900000023", "tv3@mo-phong.example", Role.COUNCIL_MEMBER, "council"),
    "thanh_vien_4": ("Thành viên Bốn (mô phỏng)", "0900000024", "tv4@mo-phong.example", Role.COUNCIL_MEMBER, "council"),
    "thanh_vien_5": ("Thành viên Năm (mô phỏng)", "0900000025", "tv5@mo-phong.example", Role.COUNCIL_MEMBER, "council"),
    # A neighbour with the same roles elsewhere: to show that nobody reads another's papers.
    "chi_lan": ("Chị Lan (mô phỏng)", "0900000031", "chi.lan@mo-phong.example", Role.PRODUCER, "neighbour"),
    "anh_khac": ("Anh Khác (mô phỏng)", "0900000032", "anh.khac@mo-phong.example", Role.COMMUNE_OFFICER, "other_commune"),
}  # fmt: skip
MEMBERS = tuple(f"thanh_vien_{i}" for i in range(1, 6))

# name, kind, which place
OFFICES: dict[str, tuple[str, str, str]] = {
    "commune": ("UBND xã Bình Liêu", Office.Kind.COMMUNE, "06838"),
    "other_commune": ("UBND xã Hoành Mô", Office.Kind.COMMUNE, "06841"),
    "province": ("Cơ quan tham mưu OCOP tỉnh", Office.Kind.PROVINCE, "22"),
    "committee": ("UBND tỉnh Quảng Ninh", Office.Kind.PROVINCE_COMMITTEE, "22"),
    "council": ("Hội đồng đánh giá, phân hạng OCOP tỉnh (mô phỏng)", Office.Kind.COUNCIL, "22"),
    "ministry": ("Bộ Nông nghiệp và Môi trường", Office.Kind.MINISTRY, ""),
    "inspection": ("Đội kiểm tra (mô phỏng)", Office.Kind.INSPECTION, "22"),
    "cooperative": ("HTX Mật ong rừng Bình Liêu (mô phỏng)", Office.Kind.PRODUCER, "06838"),
    "neighbour": ("HTX Miến dong Bình Liêu (mô phỏng)", Office.Kind.PRODUCER, "06838"),
    "other": ("Người dùng khác (mô phỏng)", Office.Kind.OTHER, ""),
}

_PLACES = {
    "22": (Place.Kind.PROVINCE, "Tỉnh Quảng Ninh", "quang-ninh"),
    "06838": (Place.Kind.COMMUNE, "Xã Bình Liêu", "xa-binh-lieu"),
    "06841": (Place.Kind.COMMUNE, "Xã Hoành Mô", "xa-hoanh-mo"),
}


@dataclass
class Cast:
    """Everybody by name (`cast.chi_ba`), and the things that most tests begin with."""

    people: dict[str, Person]
    offices: dict[str, Office]
    province: Place
    commune: Place
    other_commune: Place
    producer: Producer
    product: Product
    neighbour: Producer

    def __getattr__(self, name: str) -> Person:
        try:
            people: dict[str, Person] = self.__dict__["people"]
            return people[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def members(self) -> list[Person]:
        return [self.people[name] for name in MEMBERS]


def place(code: str) -> Place:
    """The province (22), xã Bình Liêu (06838) or xã Hoành Mô (06841); loaded reference data is used as it is."""
    kind, name, slug = _PLACES[code]
    found = Place.objects.filter(code=code, kind=kind).first()
    if found is not None:
        return found
    parent = None if code == "22" else place("22")
    return Place.objects.create(code=code, kind=kind, name=name, slug=slug, parent=parent)


def office(key: str) -> Office:
    name, kind, code = OFFICES[key]
    found = Office.objects.filter(kind=kind, name=name).first()
    if found is not None:
        return found
    where = place(code) if code else None
    return found_office(name=name, kind=kind, by=None, place=where, simulated="mô phỏng" in name, at=FOUNDED)


def person(key: str, of: Office | None = None) -> Person:
    """One of the cast, with account and mandate since 5 January 2026."""
    name, phone, email, role, where = PARTS[key]
    found = person_with_login(phone)
    if found is not None:
        return found
    someone = register_person(
        name=name, phone=phone, email=email, password=PASSWORD, simulated=True, by=None, at=FOUNDED
    )
    there = of or office(where)
    appoint(person=someone, role=role, office=there, by=None, starts_on=SINCE, basis="mô phỏng", at=FOUNDED)
    return someone


def stranger(name: str = "Người Lạ (mô phỏng)", phone: str = "0900000099") -> Person:
    """Somebody with an account and no mandate."""
    return person_with_login(phone) or register_person(
        name=name, phone=phone, password=PASSWORD, simulated=True, by=None, at=FOUNDED
    )


def producer(key: str = "cooperative", manager: str = "chi_ba") -> Producer:
    """Chị Ba's honey cooperative, or (`neighbour`, `chi_lan`) the one next door."""
    name, _, code = OFFICES[key]
    slug = {"cooperative": "htx-mat-ong-rung-binh-lieu-mo-phong", "neighbour": "htx-mien-dong-binh-lieu-mo-phong"}[key]
    found, _new = Producer.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name, "kind": Producer.Kind.COOPERATIVE, "place": place(code), "simulated": True,
            "source": "mô phỏng", "registered_at": FOUNDED,
        },
    )  # fmt: skip
    Membership.objects.get_or_create(producer=found, person=person(manager), defaults={"since": FOUNDED})
    return found


def product(of: Producer | None = None) -> Product:
    """Forest honey: set 4 of QĐ 26/2026."""
    maker = of or producer()
    found, _new = Product.objects.get_or_create(
        slug="mat-ong-rung-binh-lieu-mo-phong",
        defaults={
            "producer": maker, "name": "Mật ong rừng Bình Liêu (mô phỏng)", "set_no": 4, "place": maker.place,
            "line": "Thực phẩm", "group": "Thực phẩm thô, sơ chế", "simulated": True, "source": "mô phỏng",
            "registered_at": FOUNDED,
        },
    )  # fmt: skip
    return found


def everybody() -> Cast:
    """The whole cast at once, in one act; many queries all the same, so take `person(...)` where one is enough."""
    with act(FOUNDED):
        offices = {key: office(key) for key in OFFICES}
        people = {key: person(key, offices[part[-1]]) for key, part in PARTS.items()}
        maker = producer()
        return Cast(
            people=people,
            offices=offices,
            province=place("22"),
            commune=place("06838"),
            other_commune=place("06841"),
            producer=maker,
            product=product(maker),
            neighbour=producer("neighbour", "chi_lan"),
        )
