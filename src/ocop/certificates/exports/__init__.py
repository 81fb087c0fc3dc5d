"""The printed certificate: made from its stored draft, and read back before it is sealed."""

from .certificate import certificate_pdf, qr_svg, read_back

__all__ = ["certificate_pdf", "qr_svg", "read_back"]
