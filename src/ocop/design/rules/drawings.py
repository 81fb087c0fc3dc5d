"""Which line drawing stands for what: by the number of the criteria set, by words, or by the name of a scene."""

import re
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

FILES = Path(__file__).parents[1] / "static" / "design" / "lines"
# What printers get in place of the theme's own properties: (line, flat colour, paper).
PRINT_INKS = {"--draw-1": "#0b5e57", "--draw-2": "#f0bf5c", "--surface": "#ffffff"}

# Sets of Quyết định 26/2026/QĐ-TTg, in their order.
_BY_SET = (
    "vegetables", "seafood", "rice", "honey", "snack", "noodles", "dried", "sausage", "fishsauce",
    "spice", "tea", "herbtea", "coffee", "liquor", "wine", "water", "juice", "medicine", "cosmetics",
    "oil", "craft", "textile", "flower", "bonsai", "goldfish", "tourism",
)  # fmt: skip

# First match wins, so the narrow word stands before the wide one.
_BY_WORD = (
    ("banh", "snack"), ("mat ong", "honey"), ("mat khac", "honey"), ("mat", "honey"), ("nuoc mam", "fishsauce"),
    ("mam", "fishsauce"), ("tuong", "fishsauce"), ("gia vi", "spice"), ("ca phe", "coffee"),
    ("tra tu thuc vat", "herbtea"), ("san pham tra", "herbtea"), ("tra hoa vang", "tea"), ("che tuoi", "tea"),
    ("tra", "tea"), ("che bien tu gao", "noodles"), ("che bien tu rau", "dried"), ("che bien tu thit", "sausage"),
    ("thuc pham che bien", "dried"), ("che bien", "dried"), ("che", "tea"), ("gao", "rice"), ("ngu coc", "rice"),
    ("mien", "noodles"), ("bun", "noodles"), ("do an nhanh", "snack"), ("cha", "sausage"), ("ruoc", "sausage"),
    ("ruou trang", "liquor"), ("khong con", "juice"), ("co con", "wine"), ("ruou", "liquor"), ("bia", "wine"),
    ("dong trung", "medicine"), ("nam lim", "medicine"), ("nam kim", "mushroom"), ("nam dui", "mushroom"),
    ("nam huong", "mushroom"), ("moc nhi", "mushroom"), ("nuoc khoang", "water"), ("nuoc uong", "water"),
    ("tinh dau", "oil"), ("my pham", "cosmetics"), ("duoc lieu", "medicine"), ("thuoc", "medicine"),
    ("ngoc trai", "pearl"), ("thu cong", "craft"), ("my nghe", "craft"), ("vai thieu", "vegetables"),
    ("may mac", "textile"), ("vai", "textile"), ("cay canh", "bonsai"), ("dong vat canh", "goldfish"),
    ("sinh vat canh", "bonsai"), ("hoa", "flower"), ("du lich", "tourism"), ("thuy san", "seafood"),
    ("hai san", "seafood"), ("muc", "seafood"), ("hau", "seafood"), ("trung", "poultry"), ("thit", "poultry"),
    ("ga", "poultry"), ("tuoi song", "vegetables"), ("rau", "vegetables"), ("cu", "vegetables"),
    ("qua", "vegetables"), ("do uong", "juice"), ("thuc pham", "dried"),
)  # fmt: skip

SCENES = (
    "stall", "mushroom", "basket", "notfound", "calm", "letters", "closed", "mending", "storm", "seal", "stampscan",
    "shelf", "poultry", "pearl",
)  # fmt: skip
WIDE = {"bay": "960 120"}
DEFAULT = "basket"


def _bare(text: str) -> str:
    folded = normalize("NFD", text.casefold().replace("đ", "d"))
    letters = (letter if letter.isalnum() else " " for letter in folded if not combining(letter))
    return " ".join("".join(letters).split())


def all_names() -> list[str]:
    return sorted({*_BY_SET, *SCENES, *WIDE})


def drawing_for(subject: object) -> str:
    """Name of the drawing file for a set number, a name, or Vietnamese words with or without accents."""
    text = str(subject or "").strip()
    if text.isdecimal():
        return _BY_SET[int(text) - 1] if 1 <= int(text) <= len(_BY_SET) else DEFAULT
    if text in _BY_SET or text in SCENES or text in WIDE:
        return text
    words = f" {_bare(text)} "
    return next((name for word, name in _BY_WORD if f" {word} " in words), DEFAULT)


def box(name: str) -> str:
    """Width and height of the drawing's box."""
    return WIDE.get(name, "96 96")


@cache
def printed(name: str) -> str:
    """The drawing as SVG with fixed inks, for paper: PDF makers do not know custom properties."""
    text = (FILES / f"{name}.svg").read_text(encoding="utf-8")
    return re.sub(r"var\((--[a-z0-9-]+),[^)]*\)", lambda match: PRINT_INKS[match.group(1)], text)
