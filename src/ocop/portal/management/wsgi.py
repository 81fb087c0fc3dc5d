"""What granian calls: the door, the scan gate, where it exists, and Django behind them."""

import gc
import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from ocop.portal.management.arrival import answer_on_arrival
from ocop.portal.management.door import Door
from ocop.portal.management.proxies import Proxies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.portal.settings")


def composed() -> Any:
    """A scan costs 0.1 ms in front of Django and 3 ms behind it, so the gate stands in front."""
    portal = get_wsgi_application()
    if find_spec("ocop.scans.api") is None:
        return portal
    return import_module("ocop.scans.api").scan_gate(portal)


def at_once() -> Any:
    """Warm scans never meet a thread of pages; nothing where there is no gate."""
    return None if find_spec("ocop.scans.api") is None else import_module("ocop.scans.api").AtOnce()


def settle() -> None:
    """Load every page's code now, then spare the collector what will never be garbage: a full collection over all of
    Django's objects stops every page for a tenth of a second."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


application = composed()
proxies = Proxies(os.environ.get("OCOP_TRUSTED_PROXIES", ""), os.environ.get("OCOP_REGION_HEADER", ""))
door = Door(application, int(os.environ.get("OCOP_WEB_THREADS", "3")), at_once(), proxies)
answer_on_arrival(door)
settle()
