"""Papers going out: files as downloads, and facts set in type."""

from .serving import file_response, photo_response
from .typesetting import typeset

__all__ = ["file_response", "photo_response", "typeset"]
