"""Pages of the yearly cycle."""

from __future__ import annotations

from django.urls import path

from .views import calendar, digital, ideas, officers, plans

app_name = "cycles"
urlpatterns = [
    path("chu-trinh/", calendar.calendar_page, name="calendar"),
    path("chu-trinh/lich.ics", calendar.feed_page, name="feed"),
    path("chu-trinh/mo-dot/", calendar.open_round_page, name="open_round"),
    path("chu-trinh/tien-do/", officers.late_page, name="late"),
    path("chu-trinh/<int:year>/buoc/<slug:step>/", calendar.campaign_page, name="campaign"),
    path("y-tuong/", ideas.my_ideas, name="ideas"),
    path("y-tuong/moi/", ideas.open_page, name="open_idea"),
    path("y-tuong/xa/", officers.list_page, name="office"),
    path("y-tuong/<int:number>/", ideas.idea_page, name="idea"),
    path("y-tuong/<int:number>/dieu-kien/", ideas.check_page, name="idea_check"),
    path("y-tuong/<int:number>/cau/<slug:key>/", ideas.question_page, name="idea_question"),
    path("y-tuong/<int:number>/gui/", ideas.submit_page, name="submit_idea"),
    path("y-tuong/<int:number>/rut/", ideas.withdraw_page, name="withdraw_idea"),
    path("y-tuong/<int:number>/tra-lai/", ideas.return_page, name="return_idea"),
    path("y-tuong/<int:number>/chon/", ideas.accept_page, name="accept_idea"),
    path("y-tuong/<int:number>/san-pham/", ideas.link_page, name="link_product"),
    path("y-tuong/<int:number>/phuong-an/", ideas.open_plan_page, name="open_plan"),
    path("phuong-an/<int:number>/", plans.plan_page, name="plan"),
    path("phuong-an/<int:number>/muc/<slug:key>/", plans.section_page, name="plan_section"),
    path("phuong-an/<int:number>/so-lieu/", plans.figures_page, name="plan_figures"),
    path("phuong-an/<int:number>/gui/", plans.submit_page, name="submit_plan"),
    path("phuong-an/<int:number>/y-kien/", plans.opinion_page, name="plan_opinion"),
    path("phuong-an/<int:number>/tra-lai/", plans.return_page, name="return_plan"),
    path("phuong-an/<int:number>/duyet/", plans.accept_page, name="accept_plan"),
    path("phuong-an/<int:number>/nhat-ky/", plans.note_page, name="note_progress"),
    path("phuong-an/<int:number>/nhat-ky/<int:note>/", plans.note_paper_page, name="note_paper"),
    path("phuong-an/<int:number>/xong/", plans.finish_page, name="finish_plan"),
    path("chuyen-doi-so/", digital.digital_list_page, name="digital_plans"),
    path("chuyen-doi-so/tu-danh-gia/<slug:slug>/", digital.test_page, name="digital_test"),
    path("chuyen-doi-so/<int:number>/", digital.digital_page, name="digital_plan"),
    path("chuyen-doi-so/<int:number>/buoc/<int:step>/", digital.proof_page, name="digital_proof"),
    path("chuyen-doi-so/<int:number>/buoc/<int:step>/giay/", digital.proof_paper_page, name="digital_paper"),
]
