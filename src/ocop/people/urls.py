"""Names beginning with `account_` and `mfa_` are those by which the sign-in library finds its pages."""

from django.urls import path
from django.views.generic import RedirectView

from . import views
from .access import public

urlpatterns = [
    path("dang-nhap/", views.sign_in_page, name="account_login"),
    path("dang-nhap/ma/", views.code_page, name="mfa_authenticate"),
    path("dang-nhap/khoa/", views.account_inactive, name="account_inactive"),
    path("dang-xuat/", views.sign_out_page, name="account_logout"),
    path("tai-khoan/", views.account_page, name="account"),
    path("tai-khoan/mat-khau/", views.password_page, name="account_change_password"),
    path("tai-khoan/phien/", views.other_sessions_page, name="other_sessions"),
    path("tai-khoan/xac-nhan/", views.reauthenticate_page, name="account_reauthenticate"),
    path("tai-khoan/hai-lop/", public(RedirectView.as_view(pattern_name="account")), name="mfa_index"),
    path("tai-khoan/hai-lop/xac-nhan/", views.reauthenticate_by_code_page, name="mfa_reauthenticate"),
    path("tai-khoan/hai-lop/bat/", views.switch_on_page, name="mfa_activate_totp"),
    path("tai-khoan/hai-lop/tat/", views.switch_off_page, name="mfa_deactivate_totp"),
    path("tai-khoan/hai-lop/du-phong/", views.recovery_codes_page, name="mfa_view_recovery_codes"),
    path("tai-khoan/hai-lop/du-phong/moi/", views.generate_codes_page, name="mfa_generate_recovery_codes"),
    path("tai-khoan/hai-lop/du-phong/tai/", views.download_codes_page, name="mfa_download_recovery_codes"),
    path("quan-tri/nguoi/", views.people_page, name="people"),
    path("quan-tri/nguoi/moi/", views.register_page, name="register_person"),
    path("quan-tri/nguoi/<int:number>/", views.person_page, name="person"),
    path("quan-tri/nguoi/<int:number>/giao/", views.appoint_page, name="appoint"),
    path("quan-tri/nguoi/<int:number>/tai-khoan/", views.set_account_page, name="set_account"),
    path("quan-tri/nhiem-vu/<int:number>/thoi/", views.end_mandate_page, name="end_mandate"),
    path("quan-tri/co-quan/moi/", views.office_page, name="found_office"),
    path("nhat-ky/", views.journal_page, name="journal"),
    path("nhat-ky/kiem-tra/", views.verify_page, name="verify_journal"),
    path("nhat-ky/dau/", views.heads_page, name="journal_heads"),
    path("nhat-ky/dau/moi-nhat/", views.newest_note, name="newest_head"),
    path("nhat-ky/dau/<int:size>/", views.head_note, name="journal_head"),
    path("nhat-ky/dau/<int:size>/dong/<int:number>/", views.inclusion_proof, name="inclusion_proof"),
    path("nhat-ky/dau/<int:older>/noi-tiep/<int:newer>/", views.consistency_proof, name="consistency_proof"),
]
