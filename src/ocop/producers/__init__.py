"""Chủ thể: who makes OCOP products, and which people act for them.

Who acts: an officer registers a producer; its members keep it up to date.
Kinds are those of QĐ 26/2026, Điều 1–2; press rows keep their source and certainty.
It never shows gender, ethnicity or home address of a representative.
"""
