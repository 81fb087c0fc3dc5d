"""Addresses of stamps and Digital Links, the look-up by hand, and reports."""

from django.urls import path, re_path

from .api.gate import passport
from .views import how_read, look_up, passports, placing, radar, recalling, report, report_photo, reports, resolver

urlpatterns = [
    re_path(r"^(?:t|T|01|414)/.*", passport, name="passport"),
    path(".well-known/gs1resolver", resolver, name="gs1_resolver"),
    path("tra-cuu/", look_up, name="look_up"),
    path("tra-cuu/bao/", report, name="stamp_report"),
    path("tem/luot-quet/", how_read, name="how_read"),
    path("tra-cuu/phan-anh/", reports, name="stamp_reports"),
    path("tra-cuu/phan-anh/<int:number>/anh/", report_photo, name="report_photo"),
    path("tra-cuu/hien-vat/<int:number>/", passports.exhibit_file, name="exhibit"),
    path("tra-cuu/hien-vat/<int:number>/nho/", passports.exhibit_small, name="exhibit_small"),
    path("ho-chieu/", passports.passports, name="passports"),
    path("ho-chieu/<int:product_id>/", passports.passport_page, name="passport_kept"),
    path("ho-chieu/<int:number>/dich/<str:language>/", passports.translating, name="translating"),
    path("ho-chieu/hien-vat/<int:number>/cat/", passports.exhibit_hidden, name="exhibit_hidden"),
    path("hang-thu-hoi/", recalling.notices, name="recall_notices"),
    path("hang-thu-hoi/<int:number>/", recalling.notice, name="recall_notice"),
    path("hang-thu-hoi/trang-thai/<int:lot_id>/", recalling.status, name="recall_status"),
    path("hang-thu-hoi/lo/<int:lot_id>/", recalling.recalling, name="recalling"),
    path("hang-thu-hoi/dot/", recalling.recalls, name="recalls"),
    path("hang-thu-hoi/dot/<int:number>/", recalling.recall, name="recall_run"),
    path("hang-thu-hoi/dot/<int:number>/bao-cao.pdf", recalling.recall_pdf, name="recall_pdf"),
    path("hang-thu-hoi/noi-nhan/<int:number>/xac-nhan/", recalling.contact_confirmed, name="contact_confirmed"),
    path("thanh-tra/ra-da/", radar.radar, name="radar"),
    path("thanh-tra/ra-da/do-luong/", radar.radar_measured, name="radar_measured"),
    path("thanh-tra/vu-viec/moi/", radar.open_case, name="open_case"),
    path("thanh-tra/vu-viec/<int:number>/", radar.case, name="case"),
    path("thanh-tra/vu-viec/<int:number>/nhan/", radar.take_case, name="take_case"),
    path("thanh-tra/vu-viec/<int:number>/ghi/", radar.note_case, name="note_case"),
    path("thanh-tra/vu-viec/<int:number>/ket-luan/", radar.decide_case, name="decide_case"),
    path("thanh-tra/vu-viec/<int:number>/mo-lai/", radar.reopen_case, name="reopen_case"),
    path("san-xuat/lo/<int:lot_id>/noi-ban/", radar.market, name="market"),
    path("tra-cuu/noi-quet/", placing.placed, name="placed"),
]
