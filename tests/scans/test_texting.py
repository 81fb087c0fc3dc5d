"""A stamp checked by text message: one message of plain letters, judged as a scan is, answered once, throttled."""

from __future__ import annotations

import json
from datetime import timedelta
from time import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ocop.lots.acts import recall_lot
from ocop.scans.acts.texting import answer_text, forget_texts, gateway_secret, try_text
from ocop.scans.exports.texting import throttled_reply, unreadable_reply, verdict_reply
from ocop.scans.models import Scan, ScannedStamp, ScanTally, TextMessage, TextSender, WrongEpoch
from ocop.scans.queries.texting import sender_mark
from ocop.scans.rules.texting import GSM, LONGEST_REPLY, MUST, Part, joined, texting, typed_in, without_marks
from ocop.scans.rules.verdicts import Facts, Scanned, Star, Verdict
from ocop.stamps.acts import Said, activate_range, draw_stamps, report_lost
from ocop.stamps.models import Batch, Scratch
from ocop.stamps.rules import codes
from ocop.traces.rules.signing import signature
from tests.diaries.cast import as_
from tests.scans.test_acts_radar import person_with
from tests.stamps.cast import restand
from tests.stamps.cast_rolls import code, ready, secret

db = pytest.mark.django_db
DOOR = "/tra-cuu/tin-nhan/"
PHONE = "+84 912 345 678"
TEXTS = st.text(max_size=120)


def active(kind: str = "plain", amount: int = 100) -> Batch:
    ba, made = ready(quantity=1_000)
    batch = draw_stamps(made, amount, by=ba.ba, kind=kind)
    activate_range(code(batch, 0), code(batch, amount - 1), by=ba.ba)
    return batch


def ask(text: str, number: int = 1, sender: str = PHONE) -> TextMessage:
    return answer_text(f"m{number}", sender, text)


def post(client: Client, told: object, *, at: int | None = None, token: str | None = None, raw: bytes = b"") -> object:
    body = raw or json.dumps(told).encode()
    signed = signature(token or gateway_secret(), body, at or int(time()))
    return client.post(DOOR, body, content_type="application/json", headers={"X-Ocop-Signature": signed})


# What is typed, and how long an answer is.


def test_a_message_is_read_with_or_without_the_word_the_dashes_and_the_scratch_code() -> None:
    stamp, scratched = "6ABC-DEFG-HJKM-NPQR-ST7", "4K7-M2TQ"
    plain = stamp.replace("-", "")
    for text in (stamp, f"OCOP {stamp}", f"ocop:{plain.lower()}", f" Tem {stamp} ", stamp.replace("-", " ")):
        assert codes.forgive(typed_in(text).code) == plain, text
        assert typed_in(text).secret == "", text
    for text in (f"OCOP {stamp} {scratched}", f"{plain}{scratched}", f"ocop {plain.lower()} {scratched.lower()}"):
        assert (typed_in(text).code, typed_in(text).secret) == (plain, "4K7M2TQ"), text
    assert typed_in(f"OCOP https://x.vn/t/{plain} {scratched}").secret == scratched


@given(TEXTS)
def test_any_text_becomes_plain_letters_of_seven_bits(text: str) -> None:
    assert set(without_marks(text)) <= GSM
    assert without_marks("Đừng dùng: hạn “4 sao” · đến…") == 'Dung dung: han "4 sao", den.'


@given(st.lists(st.builds(Part, TEXTS, st.integers(1, 9), st.booleans()), max_size=6))
def test_an_answer_always_fits_into_one_message(parts: list[Part]) -> None:
    assert len(joined(parts)) <= LONGEST_REPLY


@given(
    verdict=st.sampled_from(Verdict), name=TEXTS, count=st.integers(1, 10**7), state=st.sampled_from(["in_force", "expired", "revoked"]),
    scratched=st.booleans(),
)  # fmt: skip
def test_whatever_is_known_the_first_sentence_and_where_to_ask_stay(
    verdict: Verdict, name: str, count: int, state: str, scratched: bool
) -> None:
    now = timezone.now()
    star = Star(state, 4, now.date(), now.date(), "OCOP-1", now.date())
    facts = Facts("active", now, now.date(), star, Scanned(count, now, 3, 2, now), now.date())
    reply = verdict_reply(verdict, facts, name, None, ask_scratch=scratched)
    assert len(reply) <= LONGEST_REPLY
    assert set(reply) <= GSM
    assert reply.endswith("/tra-cuu/bao/")


def test_hints_go_before_a_name_is_cut_and_names_are_cut_between_words() -> None:
    name = Part("Rượu ngô men lá Bình Liêu (mô phỏng).", 7, may_shorten=True)
    rest = [Part("x" * 110, MUST), Part("Gửi thêm mã cào.", 2)]
    assert joined([name, *rest]) == "Ruou ngo men la Binh Lieu (mo phong). " + "x" * 110
    assert joined([name, Part("x" * 130, MUST)]) == "Ruou ngo men la Binh Lieu. " + "x" * 130


def test_a_forged_code_is_told_what_to_do() -> None:
    reply = verdict_reply(Verdict.UNKNOWN, None, "", None, ask_scratch=False)
    assert reply.startswith(
        "Khong co tem nay. Ma doc duoc nhung khong do cong nay cap. Rat co the la tem gia: dung mua"
    )


def test_other_answers_fit_as_well() -> None:
    for reply in (
        unreadable_reply("6ABC"),
        unreadable_reply("🐝" * 30),
        throttled_reply(everybody=True),
        throttled_reply(everybody=False),
    ):
        assert 0 < len(reply) <= LONGEST_REPLY
        assert set(reply) <= GSM


# Judged and counted as a scan is.


@db
def test_a_genuine_stamp_is_told_with_product_star_count_and_where_to_ask() -> None:
    batch = active()
    first = ask(f"OCOP {code(batch, 5)}")
    assert first.verdict == "genuine"
    assert first.reply.startswith("Tem that. Sao con hieu luc. Mat ong rung Binh Lieu.")
    assert "4 sao, hieu luc den" in first.reply
    assert "Hoi lan dau." in first.reply
    assert "Da hoi 2 lan" in ask(code(batch, 5), 2, "0987654321").reply
    assert ScannedStamp.objects.get(batch=batch, sequence=5).count == 2
    assert Scan.objects.filter(batch_number=batch.pk, verdict="genuine").count() == 2
    assert ScanTally.objects.get(batch_number=batch.pk).firsts == 1


@db
def test_the_verdict_is_the_one_of_the_scan_page(client: Client) -> None:
    batch = active()
    stamp = code(batch, 5)

    def said() -> tuple[str, bool]:
        reply = try_text(stamp)[1]
        page = client.get(f"{batch.path}{stamp}").content.decode()
        first = reply.split(".")[0]
        return first, first in without_marks(page)

    assert said() == ("Tem that", True)
    restand(batch.product.certificates.get(), expires=timezone.localdate() - timedelta(days=1))
    assert said() == ("Tem that, nhung sao da het han tu " + f"{timezone.localdate():%d/%m/%Y}", True)
    recall_lot(batch.lot, by=batch.drawn_by, reason="Nắp chai bị hở")
    assert said() == ("Lo hang nay da bi thu hoi", True)
    other = active()
    report_lost(code(other, 1), code(other, 1), by=other.drawn_by, note="Rơi ngoài chợ")
    assert try_text(code(other, 1))[0] is Verdict.LOST


@db
def test_a_forged_code_and_a_code_of_nobody_get_the_same_sentence_and_count_against_the_sender_and_the_epoch() -> None:
    batch = active()
    genuine = code(batch, 5)
    altered = genuine[:17] + ("A" if genuine[17] != "A" else "B")
    forged = altered + codes.check_symbol(altered)
    mine = ask(forged)
    beyond = "Z" + genuine[1:18]
    nobodys = ask(beyond + codes.check_symbol(beyond), 2)
    assert mine.verdict == nobodys.verdict == "unknown"
    assert mine.reply == nobodys.reply
    assert TextSender.objects.get(sender=sender_mark(PHONE, timezone.localdate())).wrong == 2
    assert sum(WrongEpoch.objects.values_list("count", flat=True)) == 2
    assert not ScannedStamp.objects.exists()


@db
def test_every_code_costs_the_same_questions() -> None:
    batch = active()
    genuine = code(batch, 5)
    altered = genuine[:17] + ("A" if genuine[17] != "A" else "B")
    asked = []
    for text in (genuine, altered + codes.check_symbol(altered)):
        with CaptureQueriesContext(
            connection,
        ) as told:
            try_text(text)
        asked.append(len(told))
    assert asked[0] == asked[1]


@db
def test_a_typing_error_is_told_as_one_and_costs_no_try() -> None:
    batch = active()
    stamp = code(batch, 5)
    wrong = stamp[:18] + ("A" if stamp[18] != "A" else "B")
    answer = ask(wrong)
    assert answer.verdict == "unreadable"
    assert "go nham" in answer.reply
    assert TextSender.objects.get(sender=0).wrong == 0


@db
def test_a_scratch_code_is_told_first_again_and_wrong() -> None:
    batch = active("protected")
    stamp, hidden = code(batch, 7), secret(batch, 7)
    assert "Gui them ma cao" in ask(stamp, 9).reply
    assert "Ma cao dung, lan dau." in ask(f"OCOP {stamp} {hidden}").reply
    again = ask(f"OCOP {stamp} {hidden}", 2)
    assert "Ma cao da dung 2 lan" in again.reply
    assert again.scratched == Said.AGAIN
    other = secret(batch, 8)
    assert "Ma cao KHONG dung." in ask(f"{stamp} {other}", 3).reply
    assert Scratch.objects.get(batch_number=batch.pk, sequence=7).wrong == 1
    try_text(f"{stamp} {hidden}")
    assert Scratch.objects.get(batch_number=batch.pk, sequence=7).times == 2  # trying it out uses nothing up


@db
def test_a_message_handed_over_twice_is_answered_alike_and_counted_once() -> None:
    batch = active()
    first, again = ask(code(batch, 5)), ask(code(batch, 5))
    assert (first.pk, first.reply) == (again.pk, again.reply)
    assert ScannedStamp.objects.get(batch=batch, sequence=5).count == 1
    assert TextSender.objects.get(sender=0).count == 1


@db
def test_a_sender_who_guesses_gets_no_more_answers_today_and_others_do() -> None:
    batch = active()
    genuine = code(batch, 5)
    for number in range(texting().wrong_a_day):
        altered = genuine[:16] + codes.ALPHABET[number] + genuine[17]
        if altered == genuine[:18]:
            altered = genuine[:16] + "ZZ"
        assert ask(altered + codes.check_symbol(altered), number).verdict == "unknown"
    assert ask(genuine, 100).verdict == "throttled"
    assert ask(genuine, 101, "0912 345 678").verdict == "throttled"  # the same telephone, written otherwise
    assert ask(genuine, 102, "0987654321").verdict == "genuine"
    assert answer_text("m103", PHONE, genuine, at=timezone.now() + timedelta(days=1)).verdict == "genuine"


@db
def test_everybody_together_is_measured_too() -> None:
    batch = active()
    TextSender.objects.create(day=timezone.localdate(), sender=0, count=texting().all_a_day)
    answer = ask(code(batch, 5))
    assert answer.verdict == "throttled"
    assert "qua tai" in answer.reply


@db
def test_an_epoch_that_bore_too_many_wrong_codes_tells_only_of_stamps_known_before() -> None:
    batch = active()
    ask(code(batch, 5))
    WrongEpoch.objects.create(epoch=batch.epoch, count=1_000_000)
    assert ask(code(batch, 6), 2).verdict == "paused"
    assert ask(code(batch, 5), 3, "0987654321").verdict == "genuine"


@db
def test_no_telephone_number_and_no_text_is_kept() -> None:
    batch = active()
    ask(code(batch, 5))
    kept = json.dumps(list(TextMessage.objects.values()), default=str) + json.dumps(
        list(TextSender.objects.values()), default=str
    )
    assert "912345678" not in kept
    assert code(batch, 5) not in kept
    assert sender_mark(PHONE, timezone.localdate()) != sender_mark(PHONE, timezone.localdate() + timedelta(days=1))


@db
def test_old_messages_are_forgotten_and_new_ones_kept() -> None:
    batch = active()
    answer_text("old", PHONE, code(batch, 5), at=timezone.now() - timedelta(days=91))
    ask(code(batch, 6))
    assert forget_texts() == 1
    assert TextMessage.objects.get().gateway_id == "m1"
    assert not TextSender.objects.filter(day__lt=timezone.localdate() - timedelta(days=90)).exists()


# The gateway's door and the office's page.


@db
def test_the_door_answers_what_is_signed_and_fresh(client: Client) -> None:
    told = {"id": "g-1", "from": PHONE, "text": f"OCOP {code(active(), 5)}"}
    answer = post(client, told)
    assert answer.status_code == 200
    assert answer.json()["reply"].startswith("Tem that.")
    assert post(client, told, token="another").status_code == 401
    assert post(client, told, at=int(time()) - 900).status_code == 401
    assert client.post(DOOR, told, content_type="application/json").status_code == 401
    assert client.get(DOOR).status_code == 405
    assert TextMessage.objects.count() == 1


@db
@pytest.mark.parametrize(
    "raw", [b"[]", b"{", b'{"id": 1, "from": "a", "text": "b"}', b'{"id": "", "from": "a", "text": "b"}',
            b'{"id": "x", "from": "a", "text": "a\\u0000b"}', b"[" * 4000, b"\xff", b'{"id": "x", "from": "a"}'],
)  # fmt: skip
def test_signed_nonsense_is_told_as_such(client: Client, raw: bytes) -> None:
    assert post(client, None, raw=raw).status_code == 400
    assert not TextMessage.objects.exists()


@db
def test_a_body_too_large_is_not_even_checked(client: Client) -> None:
    assert post(client, {"id": "x", "from": "a", "text": "b" * 9_000}).status_code == 401


@db
def test_the_office_sees_how_it_is_connected_and_tries_it_out() -> None:
    batch = active()
    ask(code(batch, 9))
    office = as_(person_with("province_officer"))
    page = office.get("/tem/tin-nhan/").content.decode()
    assert "Tổng đài mô phỏng" in page
    assert "/tra-cuu/tin-nhan/" in page
    assert gateway_secret() not in page
    assert "Hoi lan dau." in page
    tried = office.post("/tem/tin-nhan/", {"text": f"ocop {code(batch, 5)}"})
    assert "Tem that. Sao con hieu luc." in tried.content.decode()
    assert not ScannedStamp.objects.filter(sequence=5).exists()
    assert office.post("/tem/tin-nhan/", {"text": ""}).status_code == 422
    assert as_(batch.drawn_by).get("/tem/tin-nhan/").status_code == 403
