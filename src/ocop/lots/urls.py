"""Addresses of the producer's lots."""

from django.urls import path

from . import views

app_name = "lots"
urlpatterns = [
    path("san-xuat/lo/moi/", views.new_lot, name="new"),
]
