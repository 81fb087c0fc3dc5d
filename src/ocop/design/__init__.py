"""Giao diện: the look of the house.

Base page, components, icons, drawings, charts and the way numbers and dates are written.
Everyone who draws a page uses it; `/design/` shows every part in every state.
It never reads a table, never decides anything about a product, and knows no other chapter.
"""
