"""Thư báo: what is told to whom, by which channel, after commit.

Who acts: the other chapters' acts write letters; the worker carries them.
A letter stands on the person's desk at once; SMS and e-mail leave through adapters.
It never decides anything and never blocks an act.
"""
