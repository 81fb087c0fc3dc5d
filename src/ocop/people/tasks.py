"""Night work: sessions that have ended are forgotten."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore


def forget_sessions() -> None:
    """Expired rows would otherwise stay for good."""
    SessionStore.clear_expired()


jobs = {"people.forget_sessions": forget_sessions}
hours = {"people.forget_sessions": "17 3 * * *"}
