"""Nhật ký sản xuất: what households and cooperatives note from field to dispatch, with or without a network.

Each household owns its entries, its cooperative reads them; every entry is also an EPCIS event.
An entry is never overwritten or dropped: two people's notes stand side by side, and gaps stay visible.
"""
