"""What the worker does for the diary."""

from __future__ import annotations

from .acts.telling import tell_master_data


def tell() -> int:
    """How many producers' places, goods and names were told of as they are today."""
    return tell_master_data()


jobs = {"diaries.tell_master_data": tell}
hours = {"diaries.tell_master_data": "40 20 * * *"}
