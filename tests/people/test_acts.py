"""An administrator appoints: every reason at once, every act in the journal, nobody locked out."""

import threading
from datetime import date

import pytest
from django.db import connection

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.people.acts import (
    appoint,
    change_password,
    close_account,
    end_mandate,
    end_sessions,
    found_office,
    give_password,
    register_person,
    reopen_account,
)
from ocop.people.models import Mandate, Office, Person
from ocop.people.queries import (
    mandate_of,
    mandates_in_force,
    people_found,
    people_with_role,
    person_with_login,
    places_of,
    roles_of,
)
from ocop.people.rules import Role
from tests import cast

pytestmark = pytest.mark.django_db
JAN, FEB, MAR = date(2026, 1, 5), date(2026, 2, 1), date(2026, 3, 1)


def _refusal(*fields: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, check=lambda refused: sorted(r.field for r in refused.reasons) == sorted(fields))


def test_an_account_is_registered_and_remembered() -> None:
    administrator = cast.person("quan_tri")
    person = register_person(name="  Đặng Văn Mới ", phone="0912 345 678", by=administrator)
    assert (person.name, person.phone) == ("Đặng Văn Mới", "+84912345678")
    assert not person.has_usable_password()
    line = Line.objects.get(verb="register_person", subject=f"people.person:{person.pk}")
    assert line.actor == f"people.person:{administrator.pk}"
    assert "912345678" not in str(line.facts)
    assert person_with_login("0912345678") == person


def test_every_reason_against_an_account_is_said_at_once() -> None:
    cast.person("chi_ba")
    with _refusal("name", "phone", "email"):
        register_person(name="x" * 300, phone="12", email="sai", by=None)
    with _refusal("name", "phone"):
        register_person(name="A\u202eB", by=None)
    with _refusal("phone", "email"):
        register_person(name="Chị Ba khác", phone="+84900000001", email="CHI.BA@mo-phong.example", by=None)


def test_a_mandate_counts_from_its_first_to_its_last_day() -> None:
    person = cast.stranger()
    appoint(person=person, role=Role.ADVISOR, office=cast.office("council"), by=None, starts_on=FEB, ends_on=MAR)
    assert [bool(mandates_in_force(person, day)) for day in (JAN, FEB, MAR, date(2026, 3, 2))] == [
        False,
        True,
        True,
        False,
    ]
    assert roles_of(person) == set()


def test_a_mandate_takes_its_offices_place() -> None:
    person = cast.stranger()
    mandate = appoint(person=person, role=Role.COMMUNE_OFFICER, office=cast.office("commune"), by=None, starts_on=JAN)
    assert mandate.place == cast.place("06838")
    assert places_of(person, Role.COMMUNE_OFFICER) == {cast.place("06838").pk}
    assert list(people_with_role(Role.COMMUNE_OFFICER, place_id=cast.place("06838").pk)) == [person]


def test_the_same_mandate_is_not_given_twice_for_the_same_days() -> None:
    person, office = cast.stranger(), cast.office("council")
    appoint(person=person, role=Role.ADVISOR, office=office, by=None, starts_on=JAN, ends_on=FEB)
    with _refusal("role", "basis"):
        appoint(person=person, role=Role.ADVISOR, office=office, by=None, starts_on=FEB, basis="x" * 201)
    appoint(person=person, role=Role.ADVISOR, office=office, by=None, starts_on=MAR)
    appoint(person=person, role=Role.COUNCIL_MEMBER, office=office, by=None, starts_on=JAN)
    assert Mandate.objects.filter(person=person).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_administrators_appointing_at_once_make_one_mandate() -> None:
    person, office = cast.stranger(), cast.office("council")
    refused: list[Refused] = []

    def appointing() -> None:
        try:
            appoint(person=person, role=Role.ADVISOR, office=office, by=None, starts_on=JAN)
        except Refused as fault:
            refused.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=appointing) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert Mandate.objects.count() == 1
    assert len(refused) == 1


def test_a_mandate_is_ended_and_stays_in_the_past() -> None:
    anh_tu, administrator = cast.person("anh_tu"), cast.person("quan_tri")
    mandate = mandate_of(anh_tu, Role.COMMUNE_OFFICER)
    assert mandate is not None
    end_mandate(mandate, on=FEB, by=administrator)
    again = Person.objects.get(pk=anh_tu.pk)
    assert roles_of(again) == set()
    assert [m.role for m in mandates_in_force(again, FEB)] == ["commune_officer"]
    with _refusal("on"):
        end_mandate(mandate, on=MAR, by=administrator)


def test_the_last_administrator_cannot_be_ended() -> None:
    administrator = cast.person("quan_tri")
    mandate = administrator.mandates.get()
    with pytest.raises(Refused, match="cuối cùng"):
        end_mandate(mandate, on=FEB, by=administrator)
    appoint(
        person=cast.stranger(), role=Role.ADMINISTRATOR, office=cast.office("province"), by=administrator, starts_on=JAN
    )
    assert end_mandate(mandate, on=FEB, by=administrator).ends_on == FEB


def test_an_office_stands_once() -> None:
    found_office(name="UBND xã Thử", kind=Office.Kind.COMMUNE, by=None)
    with _refusal("name"):
        found_office(name=" UBND xã Thử ", kind=Office.Kind.COMMUNE, by=None)
    with _refusal("name"):
        found_office(name="", kind=Office.Kind.COMMUNE, by=None)


def test_a_password_is_changed_without_a_word_of_it_in_the_journal() -> None:
    chi_ba = cast.person("chi_ba")
    change_password(chi_ba, "một câu mới chỉ tôi biết", by=chi_ba)
    assert Person.objects.get(pk=chi_ba.pk).check_password("một câu mới chỉ tôi biết")
    assert Line.objects.get(verb="change_password").facts == {}


def test_a_first_password_works_and_is_told_once() -> None:
    chi_ba = cast.person("chi_ba")
    password = give_password(chi_ba, by=cast.person("quan_tri"))
    assert Person.objects.get(pk=chi_ba.pk).check_password(password)
    assert password not in str(list(Line.objects.values()))


def test_ending_sessions_changes_what_sessions_are_tied_to() -> None:
    chi_ba = cast.person("chi_ba")
    before = chi_ba.get_session_auth_hash()
    assert end_sessions(chi_ba, by=chi_ba).get_session_auth_hash() != before


def test_a_closed_account_holds_no_role_until_it_is_reopened() -> None:
    anh_tu, administrator = cast.person("anh_tu"), cast.person("quan_tri")
    assert roles_of(close_account(anh_tu, by=administrator)) == set()
    close_account(anh_tu, by=administrator)
    assert Line.objects.filter(verb="close_account").count() == 1
    assert roles_of(reopen_account(anh_tu, by=administrator)) == {Role.COMMUNE_OFFICER}
    with pytest.raises(Refused, match="của mình"):
        close_account(administrator, by=administrator)


def test_people_are_found_by_part_of_name_phone_or_address() -> None:
    chi_ba, anh_tu = cast.person("chi_ba"), cast.person("anh_tu")
    assert people_found("chị ba") == [chi_ba]
    assert people_found("0000 003") == [anh_tu]
    assert people_found("ANH.TU@") == [anh_tu]
    assert people_found("12") == []
    assert people_found("%") == []
    assert people_found(after=chi_ba.pk) == [anh_tu]
