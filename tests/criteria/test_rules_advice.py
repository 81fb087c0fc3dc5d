"""A plan as sentences for letters: whole, numbered, the lightest first."""

from ocop.criteria.rules import CURRENT, CriteriaSet, coach, coach_headline, coach_sentences, criteria_set


def the_set(no: int) -> CriteriaSet:
    found = criteria_set(CURRENT, no)
    assert found is not None
    return found


def full(found: CriteriaSet) -> dict[str, object]:
    return {c.code: (c.cases[0].key, c.max) if c.cases else c.max for c in found.criteria}


def test_a_letter_says_each_step_from_where_to_where_and_what_it_is_worth() -> None:
    found = the_set(11)
    plan = coach(found, full(found) | {"2.3": 1, "1.5": 1}, 4)
    assert plan is not None
    headline, *steps, origin = coach_sentences(plan)
    assert headline == coach_headline(plan) == "Để lên 4 sao: 2 việc, khoảng 25 công, sớm nhất khoảng 60 ngày."
    assert steps == [
        "1. Tiêu chí 1.5 Hợp đồng liên kết sản xuất: từ “Hợp đồng cho 50 % đến dưới 75 % lượng bán” lên "
        "“Hợp đồng cho hơn 75 % lượng bán” (thêm 1 điểm, mức tối thiểu của 4 sao; khoảng 12 công, 60 ngày).",
        "2. Tiêu chí 2.3 Nhãn hàng hóa: từ “Nhãn ghi đủ và đúng luật” lên “Nhãn đẹp, kể chuyện, có mã truy xuất điện tử” "
        "(thêm 2 điểm, mức tối thiểu của 4 sao; khoảng 13 công, 50 ngày).",
    ]
    assert "mặc định của phần mềm" in origin and "Hội đồng chấm lại" in origin


def test_a_gate_comes_first_and_keeps_its_capitals() -> None:
    found = the_set(18)
    plan = coach(found, full(found) | {"14": 0}, 5, ["dossier:gmp"])
    assert plan is not None
    assert coach_sentences(plan)[1].startswith("1. Gỡ chốt dừng “Cơ sở không giữ đúng điều kiện sản xuất (GMP")


def test_where_there_is_no_way_the_letter_says_why_and_nothing_else() -> None:
    found = the_set(11)
    plan = coach(found, full(found), 5, ["dossier:forged"])
    assert plan is not None
    assert coach_sentences(plan) == (
        "Chưa có cách lên 5 sao:",
        "Hồ sơ có giấy tờ giả hoặc khai gian bị loại; không cải thiện nào bù được.",
    )


def test_who_has_the_star_is_told_so_in_one_sentence() -> None:
    found = the_set(11)
    plan = coach(found, full(found), 4)
    assert plan is not None
    assert coach_sentences(plan) == ("Đã đủ điểm và đủ mức tối thiểu của 4 sao.",)


def test_an_option_that_the_law_does_not_list_has_words_too() -> None:
    found = the_set(11)
    plan = coach(found, full(found) | {"1.1": 0}, 5)
    assert plan is not None
    assert "từ “chưa đạt mức nào” lên" in coach_sentences(plan)[1]
