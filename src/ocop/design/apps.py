from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "ocop.design"
    verbose_name = "Giao diện"
