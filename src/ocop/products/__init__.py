"""Sản phẩm: what is made, by whom, where, in which criteria set.

Who acts: a producer registers; the register of the province is loaded with its sources.
A product lives for years: dossiers, recognitions, lots and stamps all point to it.
It never holds a star: stars are recognition events, in certificates.
"""
