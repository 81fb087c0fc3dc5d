"""The password once more before a legal act."""

import pytest
from allauth.core import context
from django import forms
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory

from ocop.journal.rules import Refused
from ocop.people.access import PasswordAgain, require_password
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_ba_sau() -> "object":
    request = RequestFactory().post("/ky/", REMOTE_ADDR="10.0.0.1")
    request.session = SessionStore()
    request.user = cast.person("ba_sau")
    with context.request_context(request):
        yield request


class Signing(PasswordAgain):
    number = forms.CharField()


def _form(request: HttpRequest, password: str) -> Signing:
    return Signing(QueryDict(mutable=True) | {"number": "7", "password": password}, request=request)


def test_the_right_password_confirms(request_of_ba_sau: HttpRequest) -> None:
    assert _form(request_of_ba_sau, cast.PASSWORD).is_valid()
    require_password(request_of_ba_sau, cast.PASSWORD)


def test_a_wrong_one_is_told_beside_its_field(request_of_ba_sau: HttpRequest) -> None:
    form = _form(request_of_ba_sau, "sai")
    assert not form.is_valid()
    assert form.errors["password"] == ["Mật khẩu không đúng. Hãy gõ lại."]
    with pytest.raises(Refused, match="Mật khẩu không đúng"):
        require_password(request_of_ba_sau, "sai")


def test_another_persons_password_does_not_confirm(request_of_ba_sau: HttpRequest) -> None:
    request_of_ba_sau.user = cast.stranger()
    request_of_ba_sau.user.set_password("khác hẳn")
    request_of_ba_sau.user.save()
    assert not _form(request_of_ba_sau, cast.PASSWORD).is_valid()


def test_a_stolen_session_cannot_guess(request_of_ba_sau: HttpRequest) -> None:
    for i in range(6):
        _form(request_of_ba_sau, f"đoán {i}").is_valid()
    form = _form(request_of_ba_sau, cast.PASSWORD)
    assert not form.is_valid()
    assert "sai quá nhiều lần" in str(form.errors["password"])


def test_the_password_is_asked_last_and_never_shown_again(request_of_ba_sau: HttpRequest) -> None:
    form = _form(request_of_ba_sau, "bí mật của tôi")
    assert list(form.fields) == ["number", "password"]
    assert "bí mật" not in form.as_p()
