"""The OCOP platform: a product's whole life, recorded once and proved everywhere.

Each package below is a chapter of the story told in the README; a chapter imports only earlier ones.
"""
