from .addresses import number_in, status_path, status_qr, status_url

__all__ = ["number_in", "status_path", "status_qr", "status_url"]
