"""What buyers like: allergens in their own language, the maker's voice, and thanks that reach the maker."""

from __future__ import annotations

import io
import wave

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ocop.journal.rules import Refused
from ocop.lots.acts import show_exhibit, tell_label
from ocop.lots.models import Exhibit, LabelFacts
from ocop.lots.rules import ExhibitFacts, allergens
from ocop.scans.acts.thanks import MOST_A_DAY, MOST_OF_A_NETWORK, thank
from ocop.scans.exports.passport import fragment
from ocop.scans.models import Thanks
from ocop.scans.queries import passport_of
from ocop.scans.queries.thanks import doings_of, thanks_for
from tests.stamps.cast import Cast, cast, lot, person

EMPTY = {"brand": "", "standards": "", "warnings": "", "storage": ""}
ADDRESS = "/tra-cuu/cam-on/"


@pytest.fixture
def who(db: None, tmp_path: object, settings: object) -> Cast:
    settings.PAPERS_DIR = tmp_path  # type: ignore[attr-defined]
    return cast()


def page(made: object, language: str = "vi") -> str:
    return fragment(passport_of(made), None, language)[1].plain.decode()  # type: ignore[arg-type]


def test_each_group_has_a_name_in_each_language_and_the_list_a_source() -> None:
    groups = allergens()
    assert len(groups) == 14 and sum(group.codex for group in groups.values()) == 9
    for group in groups.values():
        assert group.vi and group.en.replace("…", "").isascii() and not group.zh.isascii()


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Lạc (đậu phộng); Sữa"), ("en", "Peanuts; Milk"), ("zh-hans", "花生; 乳")]
)
def test_allergens_are_read_in_ones_own_language_from_one_list(who: Cast, language: str, words: str) -> None:
    made = lot(who)
    heading = {"vi": "Chất gây dị ứng", "en": "Allergens", "zh-hans": "过敏原"}[language]
    assert heading not in page(made, language), "nothing is claimed before somebody told"
    tell_label(who.product, by=who.ba, facts=EMPTY, allergens=["milk", "peanuts"])
    assert heading in page(made, language) and words in page(made, language)
    tell_label(who.product, by=who.ba, facts=EMPTY, allergens=[])
    assert heading in page(made, language) and "14" in page(made, language)


def test_the_producer_ticks_them_and_none_is_an_answer_of_its_own(who: Cast, client: Client) -> None:
    client.force_login(who.ba)
    address = f"/ho-chieu/{who.product.pk}/"
    for ticked, kept in ((["fish"], ["fish"]), (["none"], []), ([], None)):
        assert client.post(address, {"part": "label", "allergens": ticked}).status_code == 302
        assert LabelFacts.objects.get().allergens == kept
    for wrong in (["none", "fish"], ["uranium"]):
        assert client.post(address, {"part": "label", "allergens": wrong}).status_code == 422
    with pytest.raises(Refused, match="uranium"):
        tell_label(who.product, by=who.ba, facts=EMPTY, allergens=["uranium"])


def sound() -> SimpleUploadedFile:
    out = io.BytesIO()
    with wave.open(out, "wb") as tape:
        tape.setnchannels(1)
        tape.setsampwidth(1)
        tape.setframerate(8000)
        tape.writeframes(bytes(800))
    return SimpleUploadedFile("ke.wav", out.getvalue(), "audio/wav")


def test_the_makers_voice_can_be_heard_without_script(who: Cast, client: Client) -> None:
    made = lot(who)
    facts = ExhibitFacts("voice", "Chị Ba kể chuyện đi rừng")
    shown = show_exhibit(who.product, sound(), facts, by=who.ba)
    body = page(made, "en")
    html5lib.HTMLParser(strict=False).parse(body)
    assert f'<audio controls preload="none" src="/tra-cuu/hien-vat/{shown.pk}/">' in body
    heard = client.get(f"/tra-cuu/hien-vat/{shown.pk}/")
    assert heard["Content-Type"] == "audio/wav" and b"".join(heard.streaming_content)[:4] == b"RIFF"  # type: ignore[arg-type]
    with pytest.raises(Refused):
        show_exhibit(who.product, sound(), ExhibitFacts("picture", "Không phải ảnh"), by=who.ba)
    picture = SimpleUploadedFile("a.pdf", b"%PDF-1.4 hong", "application/pdf")
    with pytest.raises(Refused):
        show_exhibit(who.product, picture, facts, by=who.ba)
    assert Exhibit.objects.count() == 1


def test_one_tap_thanks_and_the_maker_sees_it_on_the_desk(who: Cast, client: Client) -> None:
    made = lot(who)
    assert f'name="lo" value="{made.pk}"' in page(made)
    assert doings_of(who.ba) == []
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(ADDRESS, {"sp": who.product.pk, "lo": made.pk}, follow=True)
    assert "Đã gửi lời cảm ơn" in answer.content.decode()
    assert not strict.cookies and thanks_for([who.product.pk]) == {who.product.pk: 1}
    assert doings_of(who.ba)[0].title == "1 lời cảm ơn trong 30 ngày" and doings_of(person("Người lạ")) == []
    client.force_login(who.ba)
    assert "1 lời cảm ơn" in client.get(f"/ho-chieu/{who.product.pk}/").content.decode()


def test_a_machine_does_not_thank_for_ever_and_a_village_behind_one_address_may(who: Cast) -> None:
    made, other = lot(who), lot(who, "L2")
    assert [thank(who.product.pk, made.pk, network=7) for _ in range(MOST_A_DAY + 5)].count(True) == MOST_A_DAY
    assert thank(who.product.pk, made.pk, network=8)
    for subject in (other.pk, None, None, other.pk):
        for _ in range(MOST_A_DAY):
            thank(who.product.pk, subject, network=7)
    assert sum(Thanks.objects.filter(network=7).values_list("count", flat=True)) == MOST_OF_A_NETWORK


@pytest.mark.parametrize("given", [{}, {"sp": "0"}, {"sp": "x"}, {"sp": "9" * 30}, {"sp": "1", "lo": "99999999"}])
def test_thanks_for_nothing_are_not_found(who: Cast, client: Client, given: dict[str, str]) -> None:
    assert client.post(ADDRESS, given).status_code == 404
    assert not Thanks.objects.exists()
