"""Ended sessions are forgotten, living ones are not."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from ocop.people.tasks import forget_sessions
from tests import cast

pytestmark = pytest.mark.django_db


def test_only_sessions_that_have_ended_are_forgotten(client: Client) -> None:
    other = Client()
    for phone in (client, other):
        phone.force_login(cast.person("chi_ba"))
    Session.objects.filter(pk=other.session.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_sessions()
    assert Session.objects.count() == 1
    assert client.get("/tai-khoan/").status_code == 200
