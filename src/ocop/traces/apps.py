from django.apps import AppConfig


class TracesConfig(AppConfig):
    name = "ocop.traces"
    verbose_name = "Sự kiện truy xuất"
