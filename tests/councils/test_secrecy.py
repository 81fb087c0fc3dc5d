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

from ocop.councils import urls
from ocop.councils.acts import close_sitting, declare_conflict, save_score
from ocop.councils.models import Sheet
from ocop.councils.queries import board_of, comparison, doings_of, sheets_seen_by, waiting_for
from ocop.councils.rules import plain_choices
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.people.models import Person
from ocop.portal.settings import LOGIN_URL
from tests import cast

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
        found.append("/" + route.replace("<str:code>", "1.1").replace("<int:evidence>", "1"))
    return found


def others(stage: Stage) -> list[tuple[str, Person]]:
    """Everybody but the member herself."""
    return [(key, person) for key, person in stage.people.people.items() if key != "thanh_vien_1"]


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


def test_pages_with_scores_are_not_kept_by_caches(scoring: Stage) -> None:
    sheet = hers(scoring)
    answer = client_of(scoring.people.thanh_vien_1).get(f"/hoi-dong/phieu/{sheet.pk}/1.1/")
    assert "no-store" in answer["Cache-Control"]


def test_the_journal_knows_a_seal_and_no_score(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.score(member, scored(HONEY, 61))
    told = str(list(Line.objects.filter(verb__in=("open_sheet", "hand_in")).values_list("facts", flat=True)))
    assert sheet.seal in told
    assert "61" not in re.sub(r"[0-9a-f]{64}", "", told)
    assert set(Line.objects.get(verb="hand_in").facts) == {"item", "seal"}


def test_the_seal_of_a_guessed_sheet_cannot_be_recomputed_without_its_salt(scoring: Stage) -> None:
    first = scoring.score(scoring.people.thanh_vien_1)
    second = scoring.score(scoring.people.thanh_vien_2)
    assert first.choices == second.choices
    assert first.seal != second.seal
    assert len(first.salt) == 64
    assert first.salt != second.salt


def test_a_refused_closing_names_people_and_not_scores(scoring: Stage) -> None:
    hers(scoring)
    with pytest.raises(Refused) as refused:
        close_sitting(scoring.sitting, by=scoring.people.ba_sau)
    assert SECRET not in str(refused.value)
    assert "61" not in str(refused.value)


def test_handed_in_sheets_are_hidden_from_a_member_until_her_own_is_in(scoring: Stage) -> None:
    people = scoring.people
    scoring.score(people.thanh_vien_2, scored(HONEY, 61))
    assert list(sheets_seen_by(people.thanh_vien_1, scoring.item)) == []
    page = f"/hoi-dong/muc/{scoring.item.pk}/cac-phieu/"
    assert "Chưa có phiếu nào" in client_of(people.thanh_vien_1).get(page).content.decode()
    scoring.score(people.thanh_vien_1)
    assert len(sheets_seen_by(people.thanh_vien_1, scoring.item)) == 2
    assert b"61" in client_of(people.thanh_vien_1).get(page).content


def test_while_scoring_nobody_without_a_vote_reads_handed_in_sheets(scoring: Stage) -> None:
    people = scoring.people
    scoring.score(people.thanh_vien_2)
    for key in ("thu_ky", "chu_bay", "quan_tri", "co_nam", "lanh_dao", "thanh_tra", "chi_ba", "anh_tu", "can_bo_bo"):
        assert list(sheets_seen_by(people.people[key], scoring.item)) == [], key


def test_after_closing_the_council_reads_all_and_outsiders_nothing(scoring: Stage) -> None:
    people = scoring.people
    scoring.everyone_scores()
    scoring.close()
    scoring.item.sitting.refresh_from_db()
    for key, person in people.people.items():
        expected = (
            6 if key in ("ba_sau", "thu_ky", "chu_bay", "lanh_dao", "co_nam", "thanh_tra") or key[:4] == "than" else 0
        )
        if key == "thanh_tra":
            expected = 6
        assert len(sheets_seen_by(person, scoring.item)) == expected, key


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
        assert "61" not in told
