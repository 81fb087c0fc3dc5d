"""Publishing the journal's head, signed, so that nobody can rewrite what came before it unnoticed."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from ..models import Line, SignedHead
from ..queries.heads import head_of_size, tree_of
from ..rules.heads import TreeHead, key_text, signed_note
from .keys import kept_once
from .lines import act

_HEADS_LOCK = 0x0C0B_0006


def publish_head(*, at: datetime | None = None) -> SignedHead | None:
    """Công bố đầu sổ: the root over every line so far, signed; the same lines are signed once, no lines not at all.

    It leaves no line itself: a head that made the journal longer would never be the journal's last word.
    """
    with act(at) as moment:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_HEADS_LOCK])
        size = Line.objects.order_by("-number").values_list("number", flat=True).first() or 0
        if not size:
            return None
        return head_of_size(size) or _signed(size, moment)


def _signed(size: int, moment: datetime) -> SignedHead:
    key = journal_key()
    head = TreeHead(journal_origin(), size, tree_of(size).root, moment)
    return SignedHead.objects.create(
        size=size, root=head.root.hex(), at=moment, note=signed_note(head, key),
        key=key_text(head.origin, key.public_key().public_bytes_raw()),
    )  # fmt: skip


def journal_origin() -> str:
    """The log's name in its heads: the portal's address without its scheme."""
    return f"{urlsplit(settings.ORIGIN).netloc}/nhat-ky"


def journal_key() -> Ed25519PrivateKey:
    """The key under every head of this journal."""
    text = kept_once("journal-ed25519", lambda: Ed25519PrivateKey.generate().private_bytes_raw().hex().encode())
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text.decode()))
