"""Bộ tiêu chí: the rating law as dated data, and the rules that turn answers into a star.

Anyone may assess a product here without leaving a trace; an office may load official wording beside our labels.
It never stores a self-assessment, never decides who gets a star, never recomputes a star of an older regime.
"""
