"""Sổ nhật ký: the sealed, append-only record of every act.

Who acts: nobody directly. Every other chapter's acts draft their lines here while they run.
A line is written once, last, at the end of the outermost transaction, under one lock.
It never changes or removes a line, never decides, and never holds a person's private facts.
"""
