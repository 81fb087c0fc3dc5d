"""Cổng: settings, addresses, home page, search and each role's desk.

Who acts: everyone comes in here.
It composes what the chapters offer; each chapter owns its own pages.
It never holds a rule of the domain (and stays under a tenth of the code).
"""
