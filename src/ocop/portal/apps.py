from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "ocop.portal"
    verbose_name = "Cổng"
