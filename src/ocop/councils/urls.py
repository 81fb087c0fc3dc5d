"""Addresses of councils, sittings, items and sheets."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import board, councils, items, keeping, live, printed, scoring, sittings

app_name = "councils"
urlpatterns: list[URLPattern | URLResolver] = [
    path("hoi-dong/", councils.index, name="index"),
    path("hoi-dong/lap/", councils.found, name="found"),
    path("hoi-dong/<int:pk>/", councils.council, name="council"),
    path("hoi-dong/<int:pk>/cu-thanh-vien/", councils.seat, name="seat"),
    path("hoi-dong/<int:pk>/phien-moi/", councils.call, name="call"),
    path("hoi-dong/phien/<int:pk>/", board.board, name="board"),
    path("hoi-dong/phien/<int:pk>/dang-xem/", live.live, name="live"),
    path("hoi-dong/phien/<int:pk>/dua-len/", live.show_item, name="show_item"),
    path("hoi-dong/phien/<int:pk>/phieu-giay/", printed.paper, name="paper"),
    path("hoi-dong/phien/<int:pk>/phieu-giay.pdf", printed.paper_pdf, name="paper_pdf"),
    path("hoi-dong/muc/<int:pk>/phieu-giay/<int:seat>/", printed.enter, name="enter_printed"),
    path("hoi-dong/phieu-giay/<int:pk>/", printed.confirm, name="printed"),
    path("hoi-dong/phieu-giay/<int:pk>/ban-quet/", printed.scan, name="printed_scan"),
    path("hoi-dong/phien/<int:pk>/chuong-trinh/", sittings.agenda, name="agenda"),
    path("hoi-dong/phien/<int:pk>/mo/", sittings.open_sitting, name="open"),
    path("hoi-dong/phien/<int:pk>/ket-thuc/", sittings.close, name="close"),
    path("hoi-dong/phien/<int:pk>/xung-dot/", sittings.conflicts, name="conflicts"),
    path("hoi-dong/phien/<int:pk>/ket-qua/", sittings.results, name="results"),
    path("hoi-dong/phien/<int:pk>/bien-ban.pdf", sittings.minutes, name="minutes"),
    path("hoi-dong/muc/<int:pk>/", items.item, name="item"),
    path("hoi-dong/muc/<int:pk>/cac-phieu/", items.sheets, name="sheets"),
    path("hoi-dong/muc/<int:pk>/bao-cao/", items.report, name="report"),
    path("hoi-dong/muc/<int:pk>/phieu/", scoring.begin, name="begin"),
    path("hoi-dong/muc/<int:pk>/minh-chung/<int:evidence>/", scoring.evidence, name="evidence"),
    path("hoi-dong/phieu/", keeping.own, name="own"),
    path("hoi-dong/phieu/may.js", keeping.worker, name="worker"),
    path("hoi-dong/phieu/mang-theo/", keeping.take_list_along, name="take_list_along"),
    path("hoi-dong/phieu/may-nay/", keeping.device, name="device"),
    path("hoi-dong/phieu/<int:pk>/luu/", keeping.keep, name="keep"),
    path("hoi-dong/phieu/<int:pk>/mang-theo/", keeping.take_along, name="take_along"),
    path("hoi-dong/phieu/<int:pk>/", scoring.overview, name="sheet"),
    path("hoi-dong/phieu/<int:pk>/nop/", scoring.hand_in, name="hand_in"),
    path("hoi-dong/phieu/<int:pk>/chot-loai/", scoring.gates, name="gates"),
    path("hoi-dong/phieu/<int:pk>/chot-loai/sua/", scoring.revise_gates, name="revise_gates"),
    path("hoi-dong/phieu/<int:pk>/<str:code>/", scoring.criterion, name="criterion"),
    path("hoi-dong/phieu/<int:pk>/<str:code>/sua/", scoring.revise, name="revise"),
]
