"""The public register's addresses, and those of decisions and certificates."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import bundles, credentials, decisions, documents, papers, register, renewals, vault

urlpatterns: list[URLPattern | URLResolver] = [
    path("ho-so/mo/", renewals.open_page),
    path("danh-gia-lai/", renewals.index),
    path("san-pham/<slug:slug>/keo-dai/", renewals.extend),
    path("kho-giay-to/", vault.index),
    path("kho-giay-to/sap-het-han/", vault.lapsing_page),
    path("kho-giay-to/cat/<slug:slug>/", vault.put),
    path("kho-giay-to/<int:number>/", vault.paper_page),
    path("kho-giay-to/<int:number>/tep/", vault.download),
    path("kho-giay-to/<int:number>/gan/", vault.attach),
    path("kho-giay-to/<int:number>/thay/", vault.replace),
    path("san-pham/", register.products),
    path("san-pham/<slug:slug>/", register.product),
    path("chu-the/", register.producers),
    path("chu-the/<slug:slug>/", register.producer),
    path("dia-ban/", register.places),
    path("dia-ban/<slug:slug>/", register.place),
    path("giay-chung-nhan/", papers.index),
    path(".well-known/did.json", credentials.keys),
    path("giay-chung-nhan/chung-chi/", credentials.checking),
    path("giay-chung-nhan/tinh-trang/<slug:word>-<int:number>.json", credentials.status),
    path("giay-chung-nhan/<str:number>/", papers.page),
    path("giay-chung-nhan/<str:number>/chung-chi/", credentials.page),
    path("giay-chung-nhan/<str:number>/chung-chi.json", credentials.credential),
    path("giay-chung-nhan/<str:number>/ban-in.pdf", papers.printed),
    path("giay-chung-nhan/<str:number>/thu-hoi/", papers.revoke),
    path("giay-chung-nhan/<str:number>/chu-ky/", documents.certificate_signature),
    path("quyet-dinh/", decisions.index),
    path("quyet-dinh/cong-bo/", documents.published),
    path("quyet-dinh/cong-bo/<int:pk>/", documents.published_page),
    path("quyet-dinh/cong-bo/<int:pk>/van-ban.pdf", documents.published_paper),
    path("quyet-dinh/cong-bo/<int:pk>/chu-ky/", documents.decision_signature),
    path("quyet-dinh/cong-bo/<int:pk>/kiem-phieu.json", bundles.bundle),
    path("quyet-dinh/<int:pk>/van-ban.pdf", documents.paper),
    path("quyet-dinh/du-thao/<int:pk>/", decisions.draft),
    path("quyet-dinh/<int:pk>/", decisions.decision),
    path("quyet-dinh/<int:pk>/ky/", decisions.sign),
    path("quyet-dinh/<int:pk>/cap-giay/", decisions.issue),
    path("quyet-dinh/<int:pk>/cong-bo/", decisions.publish),
    path("de-nghi-bo/", decisions.ministry),
]
