"""Django's PostgreSQL backend over the server of the home, started or joined when the first connection is asked for.

So `ocop criteria rate`, which needs no database, starts none; and any other command works with or without `ocop serve`.
"""

import atexit
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.postgresql import base
from psycopg.conninfo import conninfo_to_dict

from pgbox import Cluster


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        address = conninfo_to_dict(embedded_address())
        self.settings_dict |= {"HOST": address["host"], "USER": address["user"]}
        self.settings_dict["NAME"] = self.settings_dict["NAME"] or address["dbname"]
        return super().get_connection_params()


@cache
def embedded_address() -> str:
    """The running server's address; if nobody runs one, ours until this process ends."""
    cluster = Cluster(settings.HOME)
    address = cluster.open()
    atexit.register(_leave, cluster)
    return address


def _leave(cluster: Cluster) -> None:
    connections.close_all()
    cluster.close()
