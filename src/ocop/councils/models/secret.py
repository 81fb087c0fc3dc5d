"""A JSON field that stands encrypted in the database until its row is opened.

A dump, a backup or a console of the database shows no draft: only the server's own secret does. What a sheet says
after it was opened stands plain, so that anyone may be shown it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models

from ..rules.sealing import BoxBroken, hidden, server_key, shown_again

_MARK = "$hidden"


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return server_key(secret, "ocop drafts of sheets 1")


class Plain:
    """A value to be written as it is."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class HiddenJSONField(models.JSONField):
    """Encrypted unless the row's `is_opened` says otherwise; `update(…)` always encrypts."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        return Plain(value) if getattr(model_instance, "is_opened", False) else value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if hasattr(value, "as_sql"):
            return value  # what it holds comes by here on its own
        if isinstance(value, Plain):
            return super().get_db_prep_save(value.value, connection)
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return super().get_db_prep_save({_MARK: hidden(_key(settings.SECRET_KEY), text.encode())}, connection)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        if isinstance(found, dict) and set(found) == {_MARK}:
            return json.loads(_read(found[_MARK]))
        return found


def _read(text: str) -> bytes:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return shown_again(_key(secret), text)
        except BoxBroken:
            continue
    raise BoxBroken("draft: the server's secret has changed; put the old one among SECRET_KEY_FALLBACKS")
