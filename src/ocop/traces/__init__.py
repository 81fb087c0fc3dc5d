"""Sự kiện truy xuất: the EPCIS 2.0 repository of what happened to goods, where, when and why.

Diaries and trade partners capture events, whoever may see them asks; `/epcis/v2/` is its door to the outside.
An event once acknowledged is never changed or removed: an error is declared by another event.
"""
