"""Registering producers, their members and what they tell."""

import threading

import pytest
from django.db import connection

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.places.queries import place_by_code
from ocop.places.rules import read_table
from ocop.producers.acts import add_member, end_membership, import_producers, register_producer, update_producer
from ocop.producers.models import Producer
from ocop.producers.queries import people_of, producers_of


def codes(refused):
    return {r.code for r in refused.value.reasons}


def test_an_officer_registers_a_producer_and_the_journal_tells(anh_tu):
    made = register_producer(name="  HTX  Dong Bình Liêu ", kind="cooperative", by=anh_tu, place=place_by_code("06838"))
    assert (made.name, made.slug) == ("HTX Dong Bình Liêu", "htx-dong-binh-lieu")
    line = Line.objects.latest("number")
    assert (line.verb, line.subject) == ("register_producer", f"producers.producer:{made.pk}")


def test_the_same_name_in_other_letters_is_refused_and_leaves_nothing(anh_tu):
    register_producer(name="Hợp tác xã Hợp Tiến", kind="cooperative", by=anh_tu)
    lines = Line.objects.count()
    with pytest.raises(Refused) as refused:
        register_producer(name="HTX HỢP TIẾN", kind="cooperative", by=anh_tu)
    assert codes(refused) == {"duplicate"}
    assert Line.objects.count() == lines
    assert Producer.objects.filter(simulated=False).count() == 1


def test_a_similar_name_is_hinted_and_accepted_when_it_is_said_to_be_another(anh_tu):
    register_producer(name="Công ty CP nước khoáng Quang Hanh", kind="enterprise", by=anh_tu)
    name = "Công ty TNHH MTV Nước khoáng Công đoàn Quang Hanh"
    with pytest.raises(Refused) as refused:
        register_producer(name=name, kind="enterprise", by=anh_tu)
    assert codes(refused) == {"variant"}
    assert register_producer(name=name, kind="enterprise", by=anh_tu, distinct=True).pk


def test_members_are_added_once_and_end(anh_tu, chi_ba, cooperative):
    add_member(producer=cooperative, person=anh_tu, by=None)
    lines = Line.objects.count()
    member = add_member(producer=cooperative, person=anh_tu, by=None)
    assert Line.objects.count() == lines
    assert set(people_of(cooperative)) == {chi_ba, anh_tu}
    end_membership(member, by=chi_ba)
    assert list(people_of(cooperative)) == [chi_ba]
    assert not producers_of(anh_tu).exists()
    with pytest.raises(Refused):
        end_membership(member, by=chi_ba)
    add_member(producer=cooperative, person=anh_tu, by=None)
    assert producers_of(anh_tu).get() == cooperative


def test_a_phone_number_is_public_only_with_consent_and_can_be_withdrawn(chi_ba, cooperative):
    with pytest.raises(Refused) as refused:
        update_producer(cooperative, by=chi_ba, about="", address="", public_phone="0203 123 4567")
    assert codes(refused) == {"consent"}
    told = update_producer(
        cooperative, by=chi_ba, about="Ong rừng.", address="", public_phone="0203 123 4567", consent=True
    )
    assert told.shown_phone == "+842031234567"
    assert update_producer(told, by=chi_ba, about="Ong rừng.", address="").shown_phone == ""


def test_the_journal_names_the_fields_but_not_the_number(chi_ba, cooperative):
    update_producer(cooperative, by=chi_ba, about="Ong.", address="Thôn 1", public_phone="0203 123 4567", consent=True)
    line = Line.objects.latest("number")
    assert line.facts == {"fields": ["about", "address", "public_phone"]}


def test_the_address_of_a_household_is_not_shown(cooperative):
    cooperative.address = "Thôn 1"
    assert cooperative.shown_address == "Thôn 1"
    cooperative.kind = Producer.Kind.HOUSEHOLD
    assert cooperative.shown_address == ""


TABLE = "name;kind;place;tax_code;source\nHTX Một;;Xã Bình Liêu;;tờ khai\nCông ty CP Hai;enterprise;06841;5700123456;tờ khai\n"


def test_a_table_is_imported_once(places):
    done = import_producers(read_table(TABLE.encode("utf-8-sig")), by=None)
    assert (done.rows, done.added, done.known) == (2, 2, 0)
    assert Producer.objects.get(slug="htx-mot").kind == "cooperative"
    again = import_producers(read_table(TABLE.encode()), by=None)
    assert (again.added, again.known) == (0, 2)


def test_a_dry_run_changes_nothing(places):
    done = import_producers(read_table(TABLE.encode()), by=None, dry_run=True)
    assert done.added == 2
    assert not Producer.objects.exists()


def test_one_bad_row_refuses_all_and_every_fault_has_its_row(places):
    bad = TABLE + ";enterprise;Xã Nào Đó;12;x\n"
    with pytest.raises(Refused) as refused:
        import_producers(read_table(bad.encode()), by=None)
    said = [r.message for r in refused.value.reasons]
    assert len(said) == 3
    assert all(m.startswith("Dòng 3: ") for m in said)
    assert not Producer.objects.exists()


def test_similar_names_in_a_table_are_kept_apart_and_told(places):
    table = "name\nCông ty CP nước khoáng Quang Hanh\nCông ty TNHH MTV Nước khoáng Công đoàn Quang Hanh\n"
    done = import_producers(read_table(table.encode()), by=None)
    assert done.added == 2
    assert len(done.hints) == 1


def test_one_name_in_two_communes_is_two_producers_when_somebody_says_so(anh_tu):
    here, there = place_by_code("06838"), place_by_code("06841")
    register_producer(name="HTX Đồng Tiến", kind="cooperative", by=anh_tu, place=here)
    with pytest.raises(Refused) as refused:
        register_producer(name="HTX Đồng Tiến", kind="cooperative", by=anh_tu, place=there)
    assert codes(refused) == {"variant"}
    other = register_producer(name="HTX Đồng Tiến", kind="cooperative", by=anh_tu, place=there, distinct=True)
    assert other.slug == "htx-dong-tien-2"
    with pytest.raises(Refused) as refused:
        register_producer(name="HTX Đồng Tiến", kind="cooperative", by=anh_tu, place=there, distinct=True)
    assert codes(refused) == {"duplicate"}


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_register_a_name_only_once():
    told: list[str] = []
    ready = threading.Barrier(4)

    def register():
        ready.wait()
        try:
            told.append(register_producer(name="HTX Cùng Lúc", kind="cooperative", by=None).slug)
        except Refused as refused:
            told.append(refused.reasons[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=register) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["duplicate", "duplicate", "duplicate", "htx-cung-luc"]
