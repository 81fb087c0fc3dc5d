"""Addresses of stamps and Digital Links, the look-up by hand, and reports."""

from django.urls import path, re_path

from gs1.digitallink import KEYS

from .api.gate import passport
from .exports.linkset import CONTEXT_PATH
from .views import (
    funnel,
    how_read,
    inspecting,
    links,
    look_up,
    national,
    passports,
    placing,
    radar,
    recalling,
    report,
    report_photo,
    reports,
    resolver,
    tried,
)
from .views.looking_up import linkset_meaning

urlpatterns = [
    re_path(rf"^(?:t|T|{'|'.join(KEYS)})/.*", passport, name="passport"),
    path(".well-known/gs1resolver", resolver, name="gs1_resolver"),
    path(CONTEXT_PATH[1:], linkset_meaning, name="linkset_context"),
    path("tra-cuu/", look_up, name="look_up"),
    path("tra-cuu/bao/", report, name="stamp_report"),
    path("tem/luot-quet/do-ma/", tried.tried, name="codes_tried"),
    path("tem/pheu/", funnel.funnel, name="stamp_funnel"),
    path("tem/luot-quet/", how_read, name="how_read"),
    path("tra-cuu/phan-anh/", reports, name="stamp_reports"),
    path("tra-cuu/phan-anh/<int:number>/anh/", report_photo, name="report_photo"),
    path("tra-cuu/hien-vat/<int:number>/", passports.exhibit_file, name="exhibit"),
    path("tra-cuu/hien-vat/<int:number>/nho/", passports.exhibit_small, name="exhibit_small"),
    path("ho-chieu/<int:product_id>/lien-ket/", links.links, name="resolver_links"),
    path("ho-chieu/lien-ket/<int:number>/go/", links.link_removed, name="resolver_link_removed"),
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
    path("truy-xuat/cong-quoc-gia/", national.national, name="national"),
    path("truy-xuat/cong-quoc-gia/lo/<int:lot_id>.json", national.national_lot, name="national_lot"),
    path("truy-xuat/cong-quoc-gia/nhieu-lo.zip", national.national_lots, name="national_lots"),
    path("truy-xuat/cong-quoc-gia/hop-gui/", national.national_handed, name="national_handed"),
    path("thanh-tra/", inspecting.inspecting, name="inspecting"),
    path("thanh-tra/lo/<int:lot_id>/", inspecting.inspected_lot, name="inspected_lot"),
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
