"""Báo cáo: named, dated questions about the whole programme.

Who acts: everyone asks; nobody types a number.
Every figure is a named query as of a day, with a definition, and its breakdown adds up.
It never stores a counter and never corrects a published figure: it shows the difference.
"""
