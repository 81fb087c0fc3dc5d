"""Hội đồng: members score independently, the server computes, the sitting closes.

Who acts: the secretary calls a sitting, the advisory team reports, members hand in sheets, the chair closes.
By-laws (quorum, averaging, rounding) are data. Nobody reads a sheet before its member has handed it in.
It never issues a certificate: it hands a result to certificates.
"""
