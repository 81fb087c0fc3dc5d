from django.urls import path

from .views import published, statistics

urlpatterns = [
    path("thong-ke/", statistics, name="statistics"),
    path("thong-ke/da-cong-bo/", published, name="published_figures"),
]
