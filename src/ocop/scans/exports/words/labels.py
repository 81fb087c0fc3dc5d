"""The words around the facts: headings, labels and short sentences, each in three languages."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from .terms import LANGUAGES

# key: Vietnamese, English, Chinese. Placeholders are Python's, and the same in all three.
LABELS: dict[str, tuple[str, str, str]] = {
    # Product and producer.
    "simulated": ("mô phỏng", "simulated", "模拟"),
    "unrated": ("chưa có hạng sao", "no star yet", "尚无星级"),
    "unknown": ("chưa rõ", "not known", "不详"),
    "none_yet": ("chưa có", "none yet", "尚无"),
    "not_told": ("chưa có: chủ thể chưa khai", "none yet: the producer has not told", "尚无：主体尚未填报"),
    "only_vietnamese": ("bản tiếng Việt", "in Vietnamese, not translated yet", "越南语原文，尚无译文"),
    "kind": ("Loại sản phẩm", "Kind of product", "产品类别"),
    "maker": ("Ai làm", "Made by", "生产者"),
    "call": ("Gọi", "Call", "致电"),
    "no_phone": ("chủ thể chưa công khai số điện thoại", "the producer has published no phone number", "主体未公开电话"),
    "where": ("Ở đâu", "Where", "产地"),
    "ingredients": ("Thành phần", "Ingredients", "成分"),
    "warnings": ("Cảnh báo an toàn", "Safety warning", "安全警示"),
    "storage": ("Bảo quản, cách dùng", "Storage and use", "储存与使用"),
    "certificate": ("Giấy chứng nhận", "Certificate", "证书"),
    "issued_until": ("cấp %(a)s, hết hạn %(b)s", "issued %(a)s, expires %(b)s", "颁发于 %(a)s，%(b)s 到期"),
    "before_portal": (
        "cấp trước khi có cổng này, chưa rõ số", "issued before this portal, number not known", "本门户之前颁发，编号不详",
    ),
    "story": ("Câu chuyện", "Story", "产品故事"),
    "picture_of": ("Ảnh %(name)s", "Picture of %(name)s", "%(name)s 图片"),
    # Lot and steps.
    "lot": ("Lô %(code)s", "Lot %(code)s", "批次 %(code)s"),
    "made_on": ("Ngày sản xuất", "Made on", "生产日期"),
    "best_before": ("Hạn dùng", "Best before", "保质期至"),
    "quantity": ("Làm ra", "Quantity made", "产量"),
    "made_at": ("Nơi làm", "Made at", "生产地点"),
    "materials": ("Từ nguyên liệu nào", "Raw material", "原料"),
    "steps": ("Đường đi của hàng", "The way of the goods", "商品历程"),
    "steps_none": (
        "Chủ thể chưa ghi công đoạn nào cho lô này.", "The producer has noted no step for this lot yet.",
        "主体尚未为本批次记录任何工序。",
    ),
    "gap": ("không ai ghi", "nothing noted", "无记录"),
    "map": ("Bản đồ Quảng Ninh, các nơi theo thứ tự: %(places)s", "Map of Quảng Ninh, places in order: %(places)s",
            "广宁省地图，依次为：%(places)s"),
    "map_note": (
        "Vị trí của xã, phường; không phải nhà riêng.", "Places are communes, not homes.", "位置为乡、坊，并非住宅。",
    ),
    # Tests, certificates, recall.
    "tests": ("Kiểm nghiệm", "Tests", "检验"),
    "tests_none": (
        "Chủ thể chưa đưa phiếu kiểm nghiệm nào lên đây.", "The producer shows no test report here yet.",
        "主体尚未在此公开检验报告。",
    ),
    "papers": ("Chứng nhận", "Certificates", "证书"),
    "paper_dated": ("ngày %(day)s", "dated %(day)s", "日期 %(day)s"),
    "paper_until": ("có giá trị đến %(day)s", "valid until %(day)s", "有效期至 %(day)s"),
    "paper_ended": ("đã hết giá trị sau ngày %(day)s", "ended on %(day)s", "%(day)s 后失效"),
    "paper_held": ("còn giá trị lúc làm lô này", "valid when this lot was made", "本批次生产时有效"),
    "paper_not_held": ("lúc làm lô này không có giá trị", "not valid when this lot was made", "本批次生产时无效"),
    "kind_test": ("Phiếu kiểm nghiệm", "Test report", "检验报告"),
    "kind_certificate": ("Giấy chứng nhận", "Certificate", "证书"),
    "open_paper": ("Mở tệp", "Open the file", "打开文件"),
    "recalled_since": (
        "Bị gọi về từ ngày %(day)s. Hãy giữ hàng lại và liên hệ nơi bán.",
        "Called back since %(day)s. Keep the goods aside and contact the seller.",
        "自 %(day)s 起召回。请暂存商品并联系售卖处。",
    ),
    "notice": ("Lô này đang bị thu hồi", "This lot is under recall", "本批次正在召回"),
    "notice_read": ("Đọc thông báo thu hồi", "Read the recall notice", "阅读召回通知"),
    # The ten items.
    "ten": ("Mười điều luật đòi", "Ten items the law asks for", "法定十项信息"),
    "ten_law": (
        "Theo Thông tư 02/2024/TT-BKHCN và Điều 32 Nghị định 37/2026/NĐ-CP.",
        "Circular 02/2024/TT-BKHCN and Article 32 of Decree 37/2026/NĐ-CP.",
        "依据第 02/2024/TT-BKHCN 号通知与第 37/2026/NĐ-CP 号法令第 32 条。",
    ),
    "ten_score": ("Có %(have)s trên 10.", "%(have)s of 10 present.", "已有 %(have)s／10 项。"),
    "i_name": ("Tên sản phẩm", "Name of the product", "产品名称"),
    "i_picture": ("Hình ảnh sản phẩm", "Picture of the product", "产品图片"),
    "i_maker": ("Tên đơn vị sản xuất, kinh doanh", "Name of the producer", "生产经营主体名称"),
    "i_address": ("Địa chỉ đơn vị", "Address of the producer", "主体地址"),
    "i_steps": ("Công đoạn: mã, nơi, thời gian", "Steps: code, place, time", "工序：代码、地点、时间"),
    "i_time": ("Thời gian sản xuất, kinh doanh", "Time of production", "生产经营时间"),
    "i_code": ("Mã truy xuất", "Traceability code", "追溯码"),
    "i_brand": ("Thương hiệu, nhãn hiệu, số sê-ri", "Brand, trademark, serial number", "品牌、商标、序列号"),
    "i_expiry": ("Hạn dùng", "Best before", "保质期"),
    "i_standard": ("Tiêu chuẩn, quy chuẩn áp dụng", "Standard or regulation applied", "适用标准、规范"),
    "has": ("có", "yes", "有"),
    "steps_told": ("%(n)s công đoạn", "steps: %(n)s", "%(n)s 道工序"),
    "allergens": ("Chất gây dị ứng", "Allergens", "过敏原"),
    "allergens_none": (
        "Không có nhóm nào trong %(n)s nhóm, theo lời khai của nhà sản xuất",
        "None of the %(n)s groups, as declared by the maker",
        "不含 %(n)s 类过敏原（生产者声明）",
    ),
    "hear": ("Nghe người làm kể", "Hear the maker tell", "听制作者讲述"),
    "thanks": ("Cảm ơn nhà làm", "Thank the maker", "感谢制作者"),
    "told_by": ("Theo lời", "As told by", "信息来源："),
    "found_pass": ("Đạt", "Passed", "合格"),
    "found_fail": ("Không đạt", "Failed", "不合格"),
    "found_recalled": ("Gọi về", "Called back", "已召回"),
    "one_back": ("Một bước trước: làm từ", "One step back: made from", "上一步：来源"),
    "one_forward": ("Một bước sau: đi đâu", "One step forward: where it went", "下一步：去向"),
    "from_batches": ("%(n)s mẻ nguyên liệu", "batches of raw material: %(n)s", "%(n)s 批原料"),
    "sent_times": ("đã giao %(n)s lần", "times sent out: %(n)s", "已发货 %(n)s 次"),
    "pictures_told": ("%(n)s ảnh", "pictures: %(n)s", "%(n)s 张图片"),
    "serial_told": ("số riêng của từng tem", "each stamp has its own number", "每枚标签均有独立编号"),
    # What to do.
    "code": ("Mã tem", "Stamp code", "标签码"),
    "odd": ("Thấy điều gì lạ?", "Something odd?", "发现异常？"),
    "odd_how": (
        "Giữ lại bao bì và tem, chụp ảnh nơi bán, rồi báo cho chúng tôi. Bạn không cần tài khoản.",
        "Keep packaging and stamp, photograph the place of sale, and tell us. You need no account.",
        "请保留包装和标签，拍下售卖处并告诉我们。无需账户。",
    ),
    "report": ("Báo tem hoặc hàng đáng ngờ", "Report a doubtful stamp or goods", "举报可疑标签或商品"),
    "report_copy": ("Tem có vẻ là giả hoặc chép lại", "The stamp looks forged or copied", "标签疑似伪造或复制"),
    "report_goods": (
        "Hàng không giống điều trang tem nói", "The goods differ from what the stamp page says", "商品与标签页所述不符",
    ),
    "report_star": ("Nơi bán ghi sai hạng sao", "The seller states a wrong star", "售卖处标注的星级有误"),
    "report_other": ("Điều khác", "Something else", "其他情况"),
    "tell_place": ("Cho biết đang ở tỉnh nào", "Tell us which province you are in", "告知您所在的省份"),
    "tell_place_why": (
        "Giúp tìm ra tem bị chép. Chỉ giữ tên tỉnh, không giữ vị trí.",
        "It helps to find copied stamps. Only the province is kept, never the position.",
        "有助于发现被复制的防伪标签。只保存省份，不保存具体位置。",
    ),
    "place_told": ("Cảm ơn bạn. Đã ghi tên tỉnh.", "Thank you. The province is noted.", "谢谢。省份已记录。"),
    "place_untold": (
        "Chưa biết được bạn ở tỉnh nào. Không sao cả.", "We could not learn the province. No harm done.",
        "未能获知省份，没有关系。",
    ),
    "asked_now": (
        "Trang này hỏi giấy chứng nhận ngay lúc bạn quét, và không lưu địa chỉ mạng hay vị trí của bạn.",
        "This page asks for the certificate at the moment you scan, and keeps neither your network address nor your location.",
        "本页在您扫描时即时查询证书，不保存您的网络地址或位置。",
    ),
    "scratch": ("Cạo lớp phủ, gõ mã dưới đó", "Scratch the layer and type the code below it", "刮开涂层并输入其下代码"),
    "scratch_check": ("Kiểm tra mã cào", "Check the scratch code", "查验刮码"),
    "read_aloud": ("Đọc to trang này", "Read this page aloud", "朗读本页"),
    "stop": ("Dừng đọc", "Stop reading", "停止朗读"),
    "language": ("Ngôn ngữ", "Language", "语言"),
    "star_valid": ("%(n)s sao, có hiệu lực đến %(day)s", "%(n)s stars, valid until %(day)s", "%(n)s 星，有效期至 %(day)s"),
}  # fmt: skip


@lru_cache(maxsize=4)
def labels(language: str) -> MappingProxyType[str, str]:
    """All labels in one language."""
    column = LANGUAGES.index(language)
    return MappingProxyType({key: word[column] for key, word in LABELS.items()})


def label(key: str, language: str, **given: object) -> str:
    word = labels(language)[key]
    return word % given if given else word
