"""How likely a forger is to hit a code that was never made, from the constants of the code and of the throttle."""

from __future__ import annotations

from fractions import Fraction

from .codes import TAG_BITS

# The whole allowance: a million wrong tags an epoch over all networks, and a tenth above it for what is still in flight
# between processes when the alarm rings.
GUESSES_AN_EPOCH = 1_100_000
BOUND = Fraction(1, 10**9)


def chance_of_forgery(guesses: int = GUESSES_AN_EPOCH, tag_bits: int = TAG_BITS) -> Fraction:
    """At most guesses / 2^bits: the keyed tag looks random to whoever lacks the key, and each guess is one tag.

    The check symbol is computed by anybody and adds nothing, so it is not counted.
    """
    return Fraction(guesses, 2**tag_bits)


def chance_of_scratching(tries: int, bits: int = 30) -> Fraction:
    """The same for a scratch code under the throttle of its stamp."""
    return Fraction(tries, 2**bits)
