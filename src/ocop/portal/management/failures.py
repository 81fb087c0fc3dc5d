"""Every failure that a person can mend, as a sentence."""

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError
from django.db.utils import ProgrammingError

from ocop.journal.rules import Refused
from ocop.portal.management.launch import Unfit
from pgbox import ClusterError


def sentences(error: Exception) -> list[str]:
    """Every reason why a command was refused, each a sentence; empty for an error that is our own fault."""
    match error:
        case Refused():
            return [f"{r.field}: {r.message}" if r.field else r.message for r in error.reasons]
        case Unfit():
            return list(error.reasons)
        case ClusterError() | ImproperlyConfigured():
            return [str(error)]
        case ProgrammingError() if "does not exist" in str(error):
            return ["Cơ sở dữ liệu chưa được chuẩn bị. Hãy chạy «ocop migrate» trước."]
        case OperationalError():
            return [f"Không nối được với cơ sở dữ liệu: {str(error).strip()}"]
        case DatabaseError():
            return [f"Cơ sở dữ liệu từ chối: {str(error).strip()}"]
        case OSError() if error.filename:
            return [f"Không đọc hoặc ghi được {error.filename}: {error.strerror}."]
    return []
