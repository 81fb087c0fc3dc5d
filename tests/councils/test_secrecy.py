"""Nobody reads a sheet before its member has handed it in: every role, every address, every export, the journal too.

The member chooses points that no other sheet, claim or report shows; the secret is her remark and her total.
"""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern
from pytest_django.fixtures import Settings

from ocop.councils import urls
from ocop.councils.acts import close_sitting, declare_conflict, hand_in, save_score
from ocop.councils.models import Item, Sheet
from ocop.councils.queries import board_of, comparison, doings_of, sheets_seen_by, unlocked_key, waiting_for
from ocop.councils.rules import plain_choices
from ocop.councils.rules.sealing import BoxBroken, new_code, opened_box, server_key
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.people.models import Person
from ocop.portal.settings import LOGIN_URL
from tests import cast
from tests.cast import MEMBERS

from .sheets import HONEY, best, scored
from .stage import Stage, opened

pytestmark = pytest.mark.django_db
SECRET = "ong-rung-bi-mat-chua-ai-biet"


def hers(stage: Stage) -> Sheet:
    """An open sheet of member 1, with a remark that stands nowhere else."""
    member = stage.people.thanh_vien_1
    sheet = stage.sheet(member)
    Sheet.objects.filter(pk=sheet.pk).update(choices=plain_choices(scored(HONEY, 61)))
    sheet.refresh_from_db()
    return save_score(sheet, criterion="1.1", choice=1, edition=sheet.edition, by=member, remark=SECRET)


def client_of(person: Person) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def addresses(stage: Stage, sheet: Sheet) -> list[str]:
    """Every address of this chapter, with the real numbers."""
    numbers = {"phien": stage.sitting.pk, "muc": stage.item.pk, "phieu": sheet.pk}
    found = []
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        route = str(pattern.pattern)
        kind = route.split("/")[1]
        route = route.replace("<int:pk>", str(numbers.get(kind, stage.council.pk)))
        route = re.sub(r"<int:\w+>", "1", route.replace("<str:code>", "1.1"))
        found.append("/" + re.sub(r"<\w+:\w+>", "x", route))
    return found


def others(stage: Stage) -> list[tuple[str, Person]]:
    """Everybody but the member herself."""
    return [(key, person) for key, person in stage.people.people.items() if key != "thanh_vien_1"]


@pytest.mark.once
def test_no_page_shows_an_open_sheet_to_anybody_else(scoring: Stage) -> None:
    sheet = hers(scoring)
    for key, person in others(scoring):
        client = client_of(person)
        for address in addresses(scoring, sheet):
            for extra in ({}, {"HTTP_HX_REQUEST": "true"}):
                answer = client.get(address, **extra)
                text = b"".join(answer) if answer.streaming else answer.content
                assert SECRET.encode() not in text, f"{key} {address}"
                assert answer.status_code in (200, 302, 403, 404, 405), f"{key} {address} {answer.status_code}"


def test_nobody_else_writes_on_it_by_any_address(scoring: Stage) -> None:
    sheet = hers(scoring)
    before = Sheet.objects.values().get(pk=sheet.pk)
    fields = {
        "version": str(sheet.edition), "1.1": "3", "do": "next", "gate": "dossier", "password": cast.PASSWORD,
        "reason": "Tôi muốn đổi điểm của người khác",
    }  # fmt: skip
    for _, person in others(scoring):
        client = client_of(person)
        for address in addresses(scoring, sheet):
            if f"/phieu/{sheet.pk}/" in address:
                assert client.post(address, fields).status_code in (404, 405)
    assert Sheet.objects.values().get(pk=sheet.pk) == before


def test_her_own_sheet_does_not_exist_for_others_so_404_and_not_403(scoring: Stage) -> None:
    sheet = hers(scoring)
    for key, person in others(scoring):
        assert client_of(person).get(f"/hoi-dong/phieu/{sheet.pk}/").status_code == 404, key
    assert client_of(scoring.people.thanh_vien_1).get(f"/hoi-dong/phieu/{sheet.pk}/").status_code == 200


def test_strangers_are_asked_to_sign_in_and_learn_nothing(scoring: Stage) -> None:
    sheet = hers(scoring)
    for address in addresses(scoring, sheet):
        if address.endswith(".js"):
            continue  # the tablet's own script holds nobody's data
        answer = Client().get(address)
        assert answer.status_code in (302, 401, 405), address
        if answer.status_code == 302:
            assert answer["Location"].startswith(LOGIN_URL)


def test_queries_give_an_open_sheet_to_nobody(scoring: Stage) -> None:
    hers(scoring)
    for _, person in scoring.people.people.items():
        assert list(sheets_seen_by(person, scoring.item)) == []
        assert comparison(person, scoring.item) is None
        for row in board_of(scoring.sitting, person):
            told = json.dumps([row.handed_in, row.waiting, row.conflicted])
            assert SECRET not in told
            assert "61" not in told


def test_the_board_never_even_loads_scores(scoring: Stage) -> None:
    hers(scoring)
    with CaptureQueriesContext(connection) as queries:
        board_of(scoring.sitting, scoring.people.thu_ky)
    for query in queries:
        if "councils_sheet" in query["sql"]:
            assert '"choices"' not in query["sql"].split("FROM")[0]
            assert '"councils_sheet"."points"' not in query["sql"].split("FROM")[0]


def test_an_open_and_a_complete_sheet_look_the_same_to_everybody_else(scoring: Stage) -> None:
    """No count, no size, no header may tell how far she is or what she chose."""
    sheet = hers(scoring)
    watchers = [scoring.people.thu_ky, scoring.people.ba_sau, scoring.people.thanh_vien_2, scoring.people.thanh_tra]
    addresses_seen = [f"/hoi-dong/phien/{scoring.sitting.pk}/", f"/hoi-dong/muc/{scoring.item.pk}/cac-phieu/"]

    def seen() -> list[tuple[int, str, str | None]]:
        return [
            (answer.status_code, _without_tokens(answer.content.decode()), answer.headers.get("ETag"))
            for person in watchers
            for address in addresses_seen
            for answer in [client_of(person).get(address)]
        ]

    before = seen()
    save_score(sheet, criterion="1.1", choice=3, edition=sheet.edition, by=scoring.people.thanh_vien_1)
    Sheet.objects.filter(pk=sheet.pk).update(choices=plain_choices(best(HONEY)))
    assert seen() == before
    assert all(tag is None for _, _, tag in before)


def _without_tokens(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def _without_numbers_of_rows(told: str) -> str:
    """Addresses, ids and digests may hold any digits; a score may stand in none of them."""
    return re.sub(r"(?<=/)\d+(?=/)|'(?:item|sheet|sitting)': \d+|[0-9a-f]{64}", "", told)


def test_pages_with_scores_are_not_kept_by_caches(scoring: Stage) -> None:
    sheet = hers(scoring)
    answer = client_of(scoring.people.thanh_vien_1).get(f"/hoi-dong/phieu/{sheet.pk}/1.1/")
    assert "no-store" in answer["Cache-Control"]


def test_the_journal_knows_a_seal_and_no_score(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.score(member, scored(HONEY, 61))
    told = str(list(Line.objects.filter(verb__in=("open_sheet", "hand_in")).values_list("facts", flat=True)))
    assert sheet.seal in told
    assert "61" not in _without_numbers_of_rows(told)
    assert Line.objects.get(verb="hand_in").facts == {"item": scoring.item.pk, "round": 1, "seal": sheet.seal}


def test_the_same_sheet_twice_has_two_seals(scoring: Stage) -> None:
    """So nobody recomputes a seal from a guess: the salt is in the box."""
    first = scoring.score(scoring.people.thanh_vien_1)
    second = scoring.score(scoring.people.thanh_vien_2)
    assert first.seal != second.seal
    assert (first.salt, second.salt) == ("", "")
    for person in scoring.voters[3:]:
        scoring.score(person)
    scoring.open_all()
    salts = set(Sheet.objects.values_list("salt", flat=True))
    assert len(salts) == Sheet.objects.count()
    assert all(len(salt) == 64 for salt in salts)


def everything_in_the_database() -> str:
    """Every row of every table, as a dump would show it."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    return "\n".join(map(rows_of, tables))


def rows_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{table}" t')
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_dump_of_the_database_shows_neither_a_draft_nor_a_sealed_sheet(scoring: Stage) -> None:
    sheet, member = hers(scoring), scoring.people.thanh_vien_1
    dump = everything_in_the_database()
    assert SECRET not in dump
    assert '"1.1"' not in rows_of("councils_sheet"), "no choice stands plain"
    sealed = hand_in(sheet, edition=sheet.edition, by=member)
    dump = everything_in_the_database()
    assert SECRET not in dump
    assert '"1.1"' not in rows_of("councils_sheet")
    assert sealed.seal in dump
    row = Sheet.objects.values().get(pk=sheet.pk)
    assert (row["choices"], row["remarks"], row["disqualified"], row["points"], row["salt"]) == ({}, {}, [], None, "")


def test_the_servers_own_secret_opens_no_sealed_sheet(scoring: Stage, settings: Settings) -> None:
    """What the server keeps – its secret, every column – does not hold the key: two codes do."""
    sealed = scoring.score(scoring.people.thanh_vien_1, scored(HONEY, 61))
    scoring.sitting.refresh_from_db()
    for key in (
        bytes.fromhex(scoring.sitting.public_key), server_key(settings.SECRET_KEY, "ocop drafts of sheets 1"),
        *(bytes.fromhex(code.public_key) for code in scoring.sitting.codes.all()),
    ):  # fmt: skip
        with pytest.raises(BoxBroken):
            opened_box(key, sealed.box, sealed.bound)
    assert json.loads(opened_box(scoring.key, sealed.box, sealed.bound))["content"]["choices"]


@pytest.mark.once
def test_nobody_reads_a_sealed_sheet_by_any_door(scoring: Stage) -> None:
    """All roles, all addresses, its own member included."""
    sheet, member = hers(scoring), scoring.people.thanh_vien_1
    hand_in(sheet, edition=sheet.edition, by=member)
    for key, person in scoring.people.people.items():
        client = client_of(person)
        assert list(sheets_seen_by(person, scoring.item)) == [], key
        for address in addresses(scoring, sheet):
            answer = client.get(address)
            text = b"".join(answer) if answer.streaming else answer.content
            assert SECRET.encode() not in text, f"{key} {address}"
            assert answer.status_code in (200, 302, 403, 404, 405), f"{key} {address} {answer.status_code}"


def test_one_code_is_not_enough_and_a_code_of_another_sitting_opens_nothing(scoring: Stage) -> None:
    scoring.sitting.refresh_from_db()
    codes = scoring.codes
    for pair in ((codes["chair"], codes["chair"]), (codes["chair"], new_code())):
        with pytest.raises(Refused):
            unlocked_key(scoring.sitting, *pair)
    keys = {
        unlocked_key(scoring.sitting, codes[one], codes[other])
        for one in codes for other in codes if one != other
    }  # fmt: skip
    assert len(keys) == 1, "any two of the three give the same key"


def test_a_refused_closing_names_people_and_not_scores(scoring: Stage) -> None:
    hers(scoring)
    with pytest.raises(Refused) as refused:
        close_sitting(scoring.sitting, by=scoring.people.ba_sau)
    assert SECRET not in str(refused.value)
    assert "61" not in str(refused.value)


def test_handed_in_sheets_are_everybodys_secret_until_they_are_opened_together(scoring: Stage) -> None:
    people = scoring.people
    scoring.everyone_scores(scored(HONEY, 61))
    page = f"/hoi-dong/muc/{scoring.item.pk}/cac-phieu/"
    assert "Chưa có phiếu nào" in client_of(people.thanh_vien_1).get(page).content.decode()
    scoring.open_all()
    scoring.item.refresh_from_db()
    readers = {key for key, person in people.people.items() if sheets_seen_by(person, scoring.item)}
    assert readers == {"ba_sau", "thu_ky", *MEMBERS}, "before the end only those who sit"
    assert b"61" in client_of(people.thanh_vien_1).get(page).content
    assert client_of(people.co_nam).get(page).content.decode().count("Chưa có phiếu nào") == 1


def test_after_closing_the_council_reads_all_and_outsiders_nothing(scoring: Stage) -> None:
    people = scoring.people
    scoring.everyone_scores()
    scoring.close()
    item = Item.objects.get(pk=scoring.item.pk)
    readers = {"ba_sau", "thu_ky", "chu_bay", "lanh_dao", "co_nam", "thanh_tra", *MEMBERS}
    for key, person in people.people.items():
        assert len(sheets_seen_by(person, item)) == (6 if key in readers else 0), key


def test_results_and_minutes_do_not_exist_before_closing(scoring: Stage) -> None:
    scoring.everyone_scores()
    for _, person in scoring.people.people.items():
        for name in ("ket-qua/", "bien-ban.pdf"):
            answer = client_of(person).get(f"/hoi-dong/phien/{scoring.sitting.pk}/{name}")
            assert answer.status_code in (403, 404)


# Conflicts


def conflicted() -> Stage:
    stage = opened(items=2)
    declare_conflict(stage.item, cause="Chủ thể là người thân", by=stage.people.thanh_vien_1)
    for person in (stage.people.ba_sau, *stage.people.members[1:]):
        for item in stage.items:
            stage.score(person, scored(HONEY, 61), item)
    stage.score(stage.people.thanh_vien_1, scored(HONEY, 61), stage.items[1])
    return stage


def test_a_conflicted_member_opens_neither_item_nor_sheet_nor_results() -> None:
    stage = conflicted()
    client = client_of(stage.people.thanh_vien_1)
    for tail in ("", "cac-phieu/", "phieu/", "bao-cao/"):
        assert client.get(f"/hoi-dong/muc/{stage.item.pk}/{tail}").status_code == 403, tail
    assert client.get(f"/hoi-dong/muc/{stage.items[1].pk}/").status_code == 200
    assert list(sheets_seen_by(stage.people.thanh_vien_1, stage.item)) == []
    (blank, seen) = board_of(stage.sitting, stage.people.thanh_vien_1)
    assert blank.closed_to_me
    assert blank.my_sheet is None
    assert not seen.closed_to_me


def test_a_conflict_closes_a_sheet_that_was_begun(scoring: Stage) -> None:
    sheet = hers(scoring)
    member = scoring.people.thanh_vien_1
    declare_conflict(scoring.item, cause="Mới biết là người thân", by=member)
    client = client_of(member)
    for tail in ("", "1.1/", "nop/"):
        answer = client.get(f"/hoi-dong/phieu/{sheet.pk}/{tail}")
        assert answer.status_code == 403
        assert SECRET.encode() not in answer.content


def test_after_closing_a_conflicted_member_still_reads_no_sheet_of_that_item() -> None:
    stage = conflicted()
    stage.close()
    client = client_of(stage.people.thanh_vien_1)
    page = client.get(f"/hoi-dong/phien/{stage.sitting.pk}/ket-qua/").content.decode()
    assert "Mục này đóng với bạn" in page
    assert page.count("từ 6 phiếu") == 1
    assert client.get(f"/hoi-dong/phien/{stage.sitting.pk}/bien-ban.pdf").status_code == 404
    assert client.get(f"/hoi-dong/muc/{stage.item.pk}/cac-phieu/").status_code == 403


def test_desks_tell_what_to_do_and_no_score(scoring: Stage) -> None:
    hers(scoring)
    for _, person in scoring.people.people.items():
        told = str(waiting_for(person)) + str(doings_of(person))
        assert SECRET not in told
        assert "61" not in _without_numbers_of_rows(told)
