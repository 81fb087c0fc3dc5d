"""Addresses of dossiers."""

from __future__ import annotations

from django.urls import path

from .views import filling, mine, officers, reading, renewing, sealing

app_name = "dossiers"
urlpatterns = [
    path("ho-so/", mine.my_dossiers, name="mine"),
    path("ho-so/xa/", officers.commune_page, name="commune"),
    path("ho-so/tinh/", officers.province_page, name="province"),
    path("ho-so/trang-thai/<str:token>/", reading.status_page, name="status"),
    path("ho-so/<int:number>/", mine.dossier_page, name="dossier"),
    path("ho-so/<int:number>/thay-doi/", mine.changes_page, name="changes"),
    path("ho-so/<int:number>/so-sanh/", renewing.comparison_page, name="comparison"),
    path("ho-so/<int:number>/cap-nhat/", renewing.renewal_page, name="renewal"),
    path("ho-so/<int:number>/tieu-chi/<str:code>/", filling.criterion_page, name="criterion"),
    path("ho-so/<int:number>/minh-chung/<int:evidence>/", reading.evidence_page, name="evidence"),
    path("ho-so/<int:number>/nop/", sealing.review_page, name="review"),
    path("ho-so/<int:number>/bien-nhan/", sealing.receipt_page, name="receipt"),
    path("ho-so/<int:number>/rut/", sealing.withdraw_page, name="withdraw"),
    path("ho-so/<int:number>/phien-ban/", reading.versions_page, name="versions"),
    path("ho-so/<int:number>/yeu-cau-bo-sung/", officers.completion_page, name="completion"),
    path("ho-so/<int:number>/y-kien/", officers.opinion_page, name="opinion"),
    path("ho-so/<int:number>/tra-lai/", officers.return_page, name="return"),
    path("ho-so/<int:number>/tiep-nhan/", officers.accept_page, name="accept"),
]
