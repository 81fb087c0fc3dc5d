"""What a phone says of a stamp without a network, from the signature and the list; the phone's script keeps the same order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# What is said, with the colour of the band and the sentence; the order is the order in which it is asked.
FORGED, UNREADABLE, UNKNOWN, KEY_WITHDRAWN, RECALLED = "forged", "unreadable", "unknown", "key_withdrawn", "recalled"
VOID, LOST, RETURNED, NOT_ACTIVE, LAPSED = "void", "lost", "returned", "not_active", "lapsed"
COPIED, STRANGE, OLD_KEY = "copied", "strange", "old_key"
EXPIRED, MISSING, GENUINE, LISTED, NO_LIST = "expired", "missing", "genuine", "listed", "no_list"
# What no stamp can say and only the inspector's eyes see.
TWIN, NO_STAMP = "twin", "no_stamp"
SEEN_ON_SHELF = frozenset({TWIN, NO_STAMP})

SAYINGS: dict[str, tuple[str, str, str]] = {
    FORGED: ("void", "Không phải tem thật: chữ ký sai.", "Chữ ký trên tem không do cổng ký cho mã này."),
    UNREADABLE: ("unknown", "Không đọc được mã tem.", "Hãy quét lại, hoặc gõ đủ 19 ký tự in trên tem."),
    UNKNOWN: (
        "void", "Không có lượt cấp này trong danh sách.",
        "Danh sách trên máy không có lượt tem này: tem giả, hoặc tem cấp sau khi tải danh sách.",
    ),
    KEY_WITHDRAWN: ("void", "Khóa của tem đã thu hồi.", "Tem này không còn chứng minh được điều gì. Hàng thật phải dán tem mới."),
    RECALLED: ("void", "Lô hàng đã bị thu hồi.", "Không được bán tiếp. Hãy giữ hàng và ghi lại nơi bán."),
    VOID: ("void", "Tem đã hủy.", "Tem này không được dán trên hàng nào."),
    LOST: ("void", "Tem đã báo mất.", "Ai đó đang dùng tem bị mất. Hãy ghi lại nơi bán."),
    RETURNED: ("void", "Tem đã trả lại cơ quan in.", "Tem này không được dán trên hàng nào."),
    NOT_ACTIVE: ("soon", "Tem chưa kích hoạt.", "Chủ thể chưa ghi tem này đã dán; hoặc vừa kích hoạt, sau khi tải danh sách."),
    STRANGE: (
        "void", "Địa chỉ trên tem không phải của cổng.",
        "Mã có thể chép từ tem thật, nhưng người quét bị dẫn sang trang khác: nhãn này do người khác in.",
    ),
    OLD_KEY: (
        "unknown", "Chữ ký bằng khóa đã thu hồi.", "Chữ ký không còn chứng minh được điều gì. Khi có mạng hãy tra mã.",
    ),
    COPIED: ("soon", "Tem có thể bị sao chép.", "Tem này đã được quét ở nhiều nơi. Hãy so hàng, hỏi nguồn hàng."),
    LAPSED: ("soon", "Hạng sao không còn hiệu lực.", "Tem do cổng cấp, nhưng hôm nay sản phẩm không có hạng sao còn hạn."),
    EXPIRED: ("soon", "Lô hàng đã quá hạn dùng.", "Tem do cổng cấp, nhưng hàng đã quá hạn."),
    MISSING: (
        "soon", "Thiếu chữ ký mà lượt này phải có.",
        "Lượt cấp này in tem có chữ ký. Mã gõ tay thì không thấy chữ ký: hãy quét; quét mà không thấy thì rất đáng ngờ.",
    ),
    GENUINE: ("ok", "Tem thật theo chữ ký.", "Chữ ký đúng, danh sách không báo điều gì về tem này."),
    LISTED: (
        "unknown", "Không có chữ ký: không chứng minh được khi không có mạng.",
        "Chỉ dò được trong danh sách: lượt cấp có thật, đang dùng. Mã đúng hay giả thì khi có mạng mới biết.",
    ),
    NO_LIST: ("unknown", "Máy chưa có danh sách.", "Hãy mở trang này một lần ở nơi có mạng để tải danh sách."),
    TWIN: ("void", "Hai món hàng cùng mang một mã.", "Mỗi tem chỉ in một lần: ít nhất một trong hai là tem chép."),
    NO_STAMP: ("soon", "Ghi hạng sao OCOP mà không có tem của cổng.", "Chưa kết luận được. Hãy dò tên sản phẩm trong sổ."),
}  # fmt: skip
# The portal proves the code itself, whatever stands beside it.
PORTAL_SAYINGS = SAYINGS | {GENUINE: ("ok", "Tem thật.", "Mã do cổng cấp, và không có điều gì báo về tem này.")}
# What deserves a second look on the desk.
ALARMING = frozenset({FORGED, UNKNOWN, KEY_WITHDRAWN, RECALLED, VOID, LOST, RETURNED, MISSING, COPIED, STRANGE, TWIN})
# A shelf is told in five heaps; each flag with how it may be innocent, and what to do on the spot.
HEAPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "impossible": ("Không thể có trên kệ", (RECALLED, TWIN, VOID, LOST, RETURNED, COPIED, NOT_ACTIVE)),
    "uncertified": ("Không rõ được chứng nhận", (FORGED, UNKNOWN, STRANGE, KEY_WITHDRAWN, NO_STAMP)),
    "lapsed": ("Không còn hiệu lực", (LAPSED, EXPIRED)),
    "unsure": ("Chưa kết luận được", (MISSING, OLD_KEY, UNREADABLE, LISTED, NO_LIST)),
    "fine": ("Không có gì báo", (GENUINE,)),
}
FLAGS = frozenset(said for heap in ("impossible", "uncertified", "lapsed") for said in HEAPS[heap][1])
EXPLAINED: dict[str, tuple[str, str]] = {
    RECALLED: ("Nơi bán có thể chưa nhận được thông báo thu hồi.", "Yêu cầu cất riêng hàng, ghi số lượng còn trên kệ."),
    TWIN: (
        "Quét lại cùng một món thì không phải hai tem: hãy đặt hai món cạnh nhau.",
        "Chụp hai món trong một ảnh, giữ cả hai.",
    ),
    VOID: ("Chủ thể có thể hủy nhầm dải tem.", "Chụp tem, hỏi chủ thể đã hủy dải nào."),
    LOST: ("Chủ thể có thể tìm lại được tem mà quên báo.", "Chụp tem, hỏi nơi bán nhận hàng từ ai."),
    RETURNED: ("Chủ thể có thể trả nhầm dải tem.", "Chụp tem, hỏi chủ thể."),
    COPIED: (
        "Một ảnh tem được nhiều người chuyền nhau cũng làm ra dấu này.",
        "So hàng với ảnh trên trang tem, hỏi nguồn hàng.",
    ),
    NOT_ACTIVE: (
        "Chủ thể hay quên bấm kích hoạt, nhất là ở nơi không có mạng.",
        "Nhắc chủ thể kích hoạt; chụp nhãn và số lô.",
    ),
    FORGED: (
        "Mã bị nhòe hoặc gõ nhầm thường hiện «không đọc được», hiếm khi hiện câu này.",
        "Chụp tem thật rõ, giữ một món làm mẫu.",
    ),
    UNKNOWN: (
        "Tem cấp sau khi máy tải danh sách cũng hiện câu này khi không có mạng.",
        "Tải danh sách mới rồi quét lại.",
    ),
    STRANGE: ("Mã dán kèm của nơi bán có thể trỏ tới trang khác.", "Tìm mã của cổng trên nhãn; chụp cả nhãn."),
    KEY_WITHDRAWN: (
        "Hàng thật làm trước ngày thu hồi khóa vẫn mang tem cũ.",
        "Xem ngày sản xuất, hỏi chủ thể đã dán tem mới chưa.",
    ),
    NO_STAMP: (
        "Tem không bắt buộc: hàng được công nhận vẫn có thể không dán tem.",
        "Chụp nhãn ghi sao; dò tên sản phẩm và chủ thể trong sổ.",
    ),
    LAPSED: ("Hàng làm khi sao còn hạn có thể vẫn đang bán.", "Xem ngày sản xuất; nhắc nơi bán gỡ biển ghi sao."),
    EXPIRED: ("Nơi bán có thể chưa kịp thay hàng.", "Yêu cầu bỏ khỏi kệ, ghi số lượng."),
}
_BY_STATE = {"void": VOID, "lost": LOST, "returned": RETURNED}


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one stamp."""

    signature: bool | None  # None: the label carries none, or the code was typed
    proved: bool | None  # whether the code's own tag holds; None without a network
    signed_kind: bool
    key_withdrawn: bool
    recalled: bool
    suspected: bool
    strange: bool
    state: str
    star_until: date | None  # None: no star today
    best_before: date | None


def said_of(seen: Seen | None, today: date) -> str:
    """The one thing to say of a stamp; None stands for a batch that nobody knows."""
    if seen is None:
        return UNKNOWN
    if seen.signature is False or seen.proved is False:
        return FORGED
    if seen.recalled:
        return RECALLED
    return _of_stamp(seen) or _of_goods(seen, today) or (GENUINE if seen.signature or seen.proved else LISTED)


def _of_stamp(seen: Seen) -> str:
    if seen.state in (VOID, LOST):
        return _BY_STATE[seen.state]
    if seen.key_withdrawn:
        return KEY_WITHDRAWN
    if seen.strange:
        return STRANGE
    if seen.suspected:
        return COPIED
    if seen.state != "active":
        return _BY_STATE.get(seen.state, NOT_ACTIVE)
    return MISSING if seen.signature is None and seen.signed_kind and not seen.proved else ""


def _of_goods(seen: Seen, today: date) -> str:
    if seen.best_before is not None and seen.best_before < today:
        return EXPIRED
    return LAPSED if seen.star_until is None or seen.star_until < today else ""
