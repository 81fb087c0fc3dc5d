"""Chu trình: the yearly cycle of six steps and its rating rounds.

Who acts: the province's OCOP office opens a cycle and its rounds.
A round says until when communes may propose and when the council must have ended.
It never rates; a dossier merely knows its round.
"""
