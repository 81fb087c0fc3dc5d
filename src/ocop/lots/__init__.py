"""Lô sản xuất: what a producer made at one time from the same material, with its steps and where they happened.

The producer records a lot of its own product and may call it back; everyone may read it through a stamp.
A lot says what was made, never what was sold; it is not edited once stamps were drawn against it.
"""
