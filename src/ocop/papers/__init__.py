"""Giấy tờ: files kept by content hash, checked by content, with safe public copies.

Who acts: whoever fills in a dossier or records a lot brings the files.
A file is stored once under its SHA-256; images lose their GPS in public copies.
It never trusts a file's name or the browser's media type, and never serves an upload inline.
"""
