"""Hồ sơ: a product's claim, criterion by criterion, with evidence.

Who acts: the producer drafts and submits; the commune gives its four opinions (Mẫu 03); the province accepts.
Every submission is frozen with its hash; later edits are new versions with a visible diff.
It never scores for the council and never edits what was submitted.
"""
