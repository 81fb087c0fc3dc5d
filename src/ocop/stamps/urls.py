"""Addresses of lots with their stamps, batches, labels and ranges."""

from django.urls import path

from . import views

app_name = "stamps"
urlpatterns = [
    path("san-xuat/lo/<int:lot_id>/", views.lot, name="lot"),
    path("san-xuat/lo/<int:lot_id>/thu-hoi/", views.recall, name="recall"),
    path("tem/kich-hoat/", views.activate, name="activate"),
    path("tem/huy/", views.void, name="void"),
    path("tem/bao-mat/", views.lost, name="lost"),
    path("tem/<int:batch_id>/", views.batch, name="batch"),
    path("tem/<int:batch_id>/nhan.pdf", views.labels, name="labels"),
]
