from django.urls import path

from .views import statistics

urlpatterns = [path("thong-ke/", statistics, name="statistics")]
