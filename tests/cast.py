"""The cast of the demonstration, under the name the tests use."""

from ocop.portal.management.demo.cast import *  # noqa: F403
from ocop.portal.management.demo.cast import MEMBERS, OFFICES, PARTS, PASSWORD, Cast  # noqa: F401
