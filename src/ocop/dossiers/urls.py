"""Addresses of dossiers."""

from __future__ import annotations

from django.urls import path, re_path

from .views import (
    assisting,
    filling,
    mine,
    officers,
    paperwork,
    reading,
    renewing,
    requests,
    rounds,
    samples,
    sealing,
    visits,
)

app_name = "dossiers"
urlpatterns = [
    path("ho-so/", mine.my_dossiers, name="mine"),
    path("ho-so/xa/", officers.commune_page, name="commune"),
    path("ho-so/dot/", rounds.rounds_page, name="rounds"),
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
    path("ho-so/giup/", assisting.helping_page, name="helping"),
    path("ho-so/tinh/mau-san-pham/", samples.sample_list, name="sample_list"),
    path("ho-so/<int:number>/giay-to/", paperwork.papers_page, name="papers"),
    path("ho-so/<int:number>/phan-khai/", paperwork.declare_page, name="declare"),
    re_path(
        r"^ho-so/(?P<number>[0-9]{1,9})/mau/(?P<code>0[1-3])\.(?P<kind>pdf|docx)$", paperwork.form_file, name="form"
    ),
    path("ho-so/<int:number>/dong-tap/", paperwork.bind_page, name="bind"),
    path("ho-so/<int:number>/dong-tap/<int:binding>/", paperwork.binding_page, name="binding"),
    path("ho-so/<int:number>/dong-tap/<int:binding>/tep/", paperwork.binding_file, name="binding_file"),
    path("ho-so/<int:number>/mau-san-pham/", samples.samples_page, name="samples"),
    path("ho-so/<int:number>/mau-san-pham/<int:line>/anh/", samples.sample_photo, name="sample_photo"),
    path("ho-so/<int:number>/khao-sat/", visits.visits_page, name="visits"),
    path("ho-so/<int:number>/khao-sat/<int:visit>/", visits.visit_page, name="visit"),
    path("ho-so/<int:number>/khao-sat/<int:visit>/anh/<int:photo>/", visits.visit_photo, name="visit_photo"),
    path("ho-so/<int:number>/giup/", assisting.helpers_page, name="helpers"),
    path("ho-so/<int:number>/giup/de-nghi/", assisting.offer_page, name="offer"),
    path("ho-so/<int:number>/giup/<int:assistance>/dong-y/", assisting.consent_page, name="consent"),
    path("ho-so/<int:number>/giup/<int:assistance>/thoi/", assisting.end_help_page, name="end_help"),
    path("ho-so/<int:number>/doc-lai/", assisting.read_back_page, name="read_back"),
    path("ho-so/<int:number>/tinh-yeu-cau/", requests.change_page, name="change"),
    path("ho-so/<int:number>/gia-han/", requests.extend_page, name="extend"),
    path("ho-so/<int:number>/tra-loi/", requests.replies_page, name="replies"),
    path("ho-so/<int:number>/tra-loi/moi/", requests.ask_reply_page, name="ask_reply"),
    path("ho-so/<int:number>/tra-loi/<int:reply>/", requests.reply_page, name="reply"),
    path("ho-so/<int:number>/tra-loi/<int:reply>/giay-to/", requests.reply_paper, name="reply_paper"),
]
