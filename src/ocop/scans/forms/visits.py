"""What an inspector types about a shelf that was gone through."""

from __future__ import annotations

from django import forms


class TellVisitForm(forms.Form):
    words = forms.CharField(
        label="Lời nhắn", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Điều muốn họ làm, ai liên hệ. Danh sách món cần xem tự kèm theo.",
    )  # fmt: skip
    follow_on = forms.DateField(
        label="Ngày kiểm tra lại", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Việc này sẽ hiện trên bàn làm việc của bạn từ hôm nay tới ngày ấy.",
    )  # fmt: skip


class FollowVisitForm(forms.Form):
    finding = forms.CharField(
        label="Kệ ấy nay thế nào", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Còn bán hay đã cất, ai trả lời.",
    )  # fmt: skip
