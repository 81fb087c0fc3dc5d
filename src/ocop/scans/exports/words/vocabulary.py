"""Controlled words of the facts themselves: kinds of goods, steps, units and places in three languages."""

from __future__ import annotations

import re
import unicodedata

from .terms import LANGUAGES

Three = tuple[str, str, str]

# The 26 sets of QĐ 26/2026/QĐ-TTg, Phụ lục I; the Vietnamese names are those of reference/register/classification.toml.
SETS: dict[int, Three] = {
    1: ("Rau, củ, quả, hạt tươi", "Fresh vegetables, fruit and seeds", "新鲜蔬果与种子"),
    2: ("Thịt, thủy sản, trứng, sữa tươi", "Fresh meat, seafood, eggs and milk", "鲜肉、水产、蛋与鲜奶"),
    3: ("Gạo, ngũ cốc, hạt sơ chế", "Rice, cereals and grains", "大米、谷物与初加工种子"),
    4: ("Mật ong, mật khác và nông sản thực phẩm khác", "Honey, syrups and other farm food", "蜂蜜、其他蜜类与农产食品"),
    5: ("Đồ ăn nhanh", "Ready-to-eat food", "方便食品"),
    6: ("Chế biến từ gạo, ngũ cốc", "Processed rice and cereals", "谷物加工品"),
    7: ("Chế biến từ rau, củ, quả, hạt", "Processed vegetables, fruit and seeds", "蔬果加工品"),
    8: ("Chế biến từ thịt, thủy sản, trứng, sữa, mật", "Processed meat, fish, eggs, milk, honey", "肉、水产、蛋、奶、蜜加工品"),
    9: ("Tương, nước mắm, gia vị dạng lỏng", "Sauces, fish sauce and liquid seasoning", "酱、鱼露与液体调料"),
    10: ("Gia vị khác", "Other seasoning", "其他调味料"),
    11: ("Chè tươi, chè chế biến", "Tea", "茶"),
    12: ("Sản phẩm trà từ thực vật khác", "Herbal tea", "代用茶"),
    13: ("Cà phê, ca cao", "Coffee and cocoa", "咖啡与可可"),
    14: ("Rượu trắng", "Distilled spirit", "白酒"),
    15: ("Đồ uống có cồn khác", "Other alcoholic drinks", "其他酒类"),
    16: ("Nước khoáng, nước uống đóng chai", "Mineral and bottled water", "矿泉水与瓶装水"),
    17: ("Đồ uống không cồn khác", "Other soft drinks", "其他无酒精饮料"),
    18: ("Thực phẩm chức năng, thuốc dược liệu, thuốc cổ truyền", "Functional food and traditional medicine", "功能食品与传统药"),
    19: ("Mỹ phẩm có thành phần từ dược liệu", "Cosmetics with medicinal plants", "草本化妆品"),
    20: ("Tinh dầu và dược liệu khác", "Essential oils and medicinal plants", "精油与其他药材"),
    21: ("Thủ công mỹ nghệ", "Handicraft", "手工艺品"),
    22: ("Vải, may mặc", "Textiles and clothing", "纺织与服装"),
    23: ("Hoa", "Flowers", "花卉"),
    24: ("Cây cảnh", "Ornamental plants", "观赏植物"),
    25: ("Động vật cảnh", "Ornamental animals", "观赏动物"),
    26: ("Du lịch cộng đồng, sinh thái, điểm du lịch", "Community and eco-tourism", "社区与生态旅游"),
}  # fmt: skip
OTHER_KIND: Three = ("Sản phẩm OCOP", "OCOP product", "OCOP 产品")

# What diaries note (kinds), and what producers usually call a step (words, folded); found by the first that fits.
KINDS: dict[str, Three] = {
    # The kinds of diary entries.
    "input": ("Nhập nguyên liệu, vật tư", "Inputs received", "投入品"),
    "care": ("Trồng, chăm sóc", "Growing and tending", "种植与养护"),
    "harvest": ("Thu hoạch", "Harvest", "采收"),
    "processing": ("Sơ chế, chế biến", "Processing", "加工"),
    "packing": ("Đóng gói", "Packing", "包装"),
    "lab": ("Kiểm nghiệm", "Laboratory test", "检验"),
    "storage": ("Bảo quản, kho", "Storage", "储存"),
    "dispatch": ("Xuất, giao hàng", "Dispatched", "发货"),
    "receipt": ("Nhận hàng", "Received", "收货"),
    # What producers call a step when they type it freely.
    "planting": ("Gieo trồng", "Planting", "种植"),
    "drying": ("Phơi, sấy", "Drying", "晾晒烘干"),
    "filtering": ("Lọc", "Filtering", "过滤"),
    "distilling": ("Chưng cất", "Distilling", "蒸馏"),
    "fermenting": ("Ủ, lên men", "Fermenting", "发酵"),
    "grinding": ("Xay, nghiền", "Grinding", "研磨"),
    "sorting": ("Phân loại, sơ chế", "Sorting and preparing", "分拣与初加工"),
    "washing": ("Rửa", "Washing", "清洗"),
    "cooking": ("Nấu", "Cooking", "熬煮"),
    "labelling": ("Dán nhãn, dán tem", "Labelling and stamps", "贴标签"),
    "transport": ("Vận chuyển", "Transport", "运输"),
    "inspecting": ("Kiểm tra", "Inspection", "查验"),
    "selling": ("Bán lẻ", "Sold in a shop", "零售"),
    "waste": ("Loại bỏ", "Discarded", "报废"),
    "other": ("Công đoạn khác", "Other step", "其他工序"),
}
_BY_WORD = (
    ("kiem nghiem", "lab"), ("van chuyen", "transport"), ("xuat", "dispatch"), ("giao hang", "dispatch"),
    ("dan tem", "labelling"), ("dan nhan", "labelling"), ("dong", "packing"), ("thu hoach", "harvest"),
    ("thu mat", "harvest"), ("quay mat", "harvest"), ("hai", "harvest"), ("danh bat", "harvest"), ("loc", "filtering"),
    ("chung", "distilling"), ("u men", "fermenting"), ("len men", "fermenting"), ("phoi", "drying"), ("say", "drying"),
    ("xay", "grinding"), ("nghien", "grinding"), ("rua", "washing"), ("nau", "cooking"), ("so che", "sorting"),
    ("phan loai", "sorting"), ("che bien", "processing"), ("bao quan", "storage"), ("luu kho", "storage"),
    ("trong", "planting"), ("gieo", "planting"), ("cham", "care"), ("nhan", "receipt"), ("mua", "receipt"),
)  # fmt: skip

UNITS: dict[str, Three] = {
    "chai": ("chai", "bottles", "瓶"), "lọ": ("lọ", "jars", "罐"), "hũ": ("hũ", "jars", "罐"), "hộp": ("hộp", "boxes", "盒"),
    "gói": ("gói", "packs", "包"), "túi": ("túi", "bags", "袋"), "kg": ("kg", "kg", "千克"), "g": ("g", "g", "克"),
    "lít": ("lít", "litres", "升"), "l": ("l", "l", "升"), "ml": ("ml", "ml", "毫升"), "tấn": ("tấn", "tonnes", "吨"),
    "quả": ("quả", "pieces", "个"), "cái": ("cái", "pieces", "个"),
    "chiếc": ("chiếc", "pieces", "件"), "con": ("con", "pieces", "只"),
    "bánh": ("bánh", "cakes", "块"), "thùng": ("thùng", "cartons", "箱"),
    "bao": ("bao", "sacks", "袋"), "khay": ("khay", "trays", "托"),
    "can": ("can", "cans", "桶"), "lon": ("lon", "cans", "听"), "cây": ("cây", "plants", "株"), "bó": ("bó", "bundles", "束"),
    "tấm": ("tấm", "sheets", "张"), "vỉ": ("vỉ", "blisters", "板"), "miếng": ("miếng", "pieces", "片"),
}  # fmt: skip
# Kinds of papers in the vault (reference/papers), as a passport names them.
PAPERS: dict[str, Three] = {
    "business": ("Đăng ký kinh doanh", "Business registration", "营业登记"),
    "food_safety": ("Giấy đủ điều kiện an toàn thực phẩm", "Food safety certificate", "食品安全合格证"),
    "production": ("Giấy đủ điều kiện sản xuất, kinh doanh", "Production permit", "生产经营许可证"),
    "gmp": ("Giấy chứng nhận GMP", "GMP certificate", "GMP 证书"),
    "quality_system": ("Chứng nhận hệ thống quản lý", "Management system certificate", "管理体系认证"),
    "declaration": ("Bản công bố chất lượng", "Declaration of quality", "质量公布书"),
    "test_report": ("Phiếu kiểm nghiệm", "Test report", "检验报告"),
    "material": ("Chứng nhận vùng nguyên liệu (VietGAP, hữu cơ …)", "Certificate of the growing area (VietGAP, organic …)",
                 "原料产区认证（VietGAP、有机等）"),
    "trademark": ("Nhãn hiệu, chỉ dẫn địa lý", "Trademark, geographical indication", "商标、地理标志"),
    "environment": ("Hồ sơ môi trường", "Environmental papers", "环保文件"),
    "traceability": ("Mã số mã vạch, truy xuất nguồn gốc", "Barcode and traceability registration", "条码与追溯登记"),
    "award": ("Giải thưởng, bằng khen", "Award", "奖项"),
}  # fmt: skip
OTHER_PAPER: Three = ("Giấy tờ khác", "Other paper", "其他文件")
_PLACE_KINDS: dict[str, Three] = {
    "Xã ": ("Xã %s", "%s commune", "%s 乡"),
    "Phường ": ("Phường %s", "%s ward", "%s 坊"),
    "Đặc khu ": ("Đặc khu %s", "%s special zone", "%s 特区"),
    "Thành phố ": ("Thành phố %s", "%s city", "%s 市"),
    "Thị xã ": ("Thị xã %s", "%s town", "%s 市"),
    "Thị trấn ": ("Thị trấn %s", "%s township", "%s 镇"),
    "Huyện ": ("Huyện %s", "%s district", "%s 县"),
    "Tỉnh ": ("Tỉnh %s", "%s province", "%s 省"),
}


def _in(word: Three, language: str) -> str:
    return word[LANGUAGES.index(language)]


def set_name(number: int | None, language: str) -> str:
    return _in(SETS.get(number or 0, OTHER_KIND), language)


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def kind_of_step(name: str) -> str:
    """The kind of a step that a producer named freely: the word that stands first in its name decides."""
    text = f" {folded(name)}"
    found = [(at, kind) for word, kind in _BY_WORD if (at := text.find(f" {word}")) >= 0]
    return min(found)[1] if found else "other"


def paper_name(kind: str, language: str) -> str:
    return _in(PAPERS.get(kind, OTHER_PAPER), language)


def step_name(kind: str, language: str) -> str:
    return _in(KINDS.get(kind, KINDS["other"]), language)


def unit_name(unit: str, language: str) -> str:
    """A unit word by word ("chai 500 ml": "bottles of 500 ml"); a word that we do not know stays as it is."""
    if language == "vi":
        return unit
    told = re.sub(r"[^\W\d_]+", lambda found: _in(UNITS.get(found[0].lower(), (found[0],) * 3), language), unit)
    sized = re.fullmatch(r"(\D*\w)\s+(\d.*)", told)
    if sized is None:
        return told
    return f"{sized[1]} of {sized[2]}" if language == "en" else f"{sized[1]}（{sized[2]}）"


def place_name(name: str, language: str) -> str:
    """ "Xã Bình Liêu": the kind is translated, the name stays, because it is what stands on maps and signs."""
    for word, pattern in _PLACE_KINDS.items():
        if name.startswith(word):
            return _in(pattern, language) % name.removeprefix(word)
    return name
