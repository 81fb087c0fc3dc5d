"""Giấy chứng nhận: decisions, certificates, and every recognition a product ever had.

Who acts: the leader of the province signs; the office issues, later revokes.
Order of issuing: number and draft stored, rendered, re-read, sealed, logged, published.
It never recomputes a star given under an older regime, and never calls a province's 90 points five stars.
"""
