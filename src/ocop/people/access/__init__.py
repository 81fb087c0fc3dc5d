"""The doors of every page: `public`, or `guarded` by a predicate; and the password again before a legal act."""

from .confirming import PasswordAgain, password_field, require_password
from .doors import guarded, may_appoint, may_read_journal, may_sign_in, public

__all__ = [
    "public", "guarded", "PasswordAgain", "require_password", "password_field",
    "may_sign_in", "may_read_journal", "may_appoint",
]  # fmt: skip
