"""Signing in, one's own account, the administrator's pages and the journal's."""

from .account import account_page, other_sessions_page, password_page
from .administration import (
    appoint_page,
    end_mandate_page,
    office_page,
    people_page,
    person_page,
    register_page,
    set_account_page,
)
from .heads import consistency_proof, head_note, heads_page, inclusion_proof, newest_note
from .journal import journal_page, verify_page
from .sign_in import (
    account_inactive,
    code_page,
    download_codes_page,
    generate_codes_page,
    reauthenticate_by_code_page,
    reauthenticate_page,
    recovery_codes_page,
    sign_in_page,
    sign_out_page,
    switch_off_page,
    switch_on_page,
)

__all__ = [
    "sign_in_page", "sign_out_page", "account_inactive", "code_page", "reauthenticate_page",
    "reauthenticate_by_code_page", "switch_on_page", "switch_off_page", "recovery_codes_page",
    "generate_codes_page", "download_codes_page",
    "account_page", "password_page", "other_sessions_page",
    "people_page", "person_page", "register_page", "appoint_page", "end_mandate_page", "office_page", "set_account_page",
    "journal_page", "verify_page",
    "heads_page", "head_note", "newest_note", "consistency_proof", "inclusion_proof",
]  # fmt: skip
