#!/usr/bin/env python3
"""Verify a council's decision from its bundle file: `python3 verify_bundle.py BUNDLE [--key KEY] [--head FILE]`.

One file and the standard library, so that anybody may read all of it and run it anywhere (Python 3.10 or later).
It believes nothing that it can work out: Ed25519 (RFC 8032), the Merkle tree (RFC 9162, 2.1), the journal's seals,
the commitments of the sheets, their points, the averages by the by-laws, and that every star of the decision
follows from them. Exit status: 0 everything fits, 1 something does not, 2 wrong call or no bundle.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

FORMAT = "ocop-bundle/1"
STAR_FROM = {5: 90, 4: 70, 3: 50, 2: 30}
PROVINCE_BEST = 4
BROKEN = "phiếu mở ra không khớp dấu niêm phong mà sổ đã ghi"
UNFIT = "điểm trung bình không khớp các phiếu"


class Wrong(Exception):
    """One sentence about what does not fit."""


def require(holds: object, sentence: str) -> None:
    if not holds:
        raise Wrong(sentence)


# --- Ed25519, verification only (RFC 8032, 5.1.7) -------------------------------------------------------------

Point = tuple[int, int, int, int]
Facts = dict[str, Any]

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(one: Point, two: Point) -> Point:
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = two
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: Point) -> Point:
    found = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = add(found, point)
        point, scalar = add(point, point), scalar >> 1
    return found


def point_of(raw: bytes) -> Point | None:
    """The curve's point in 32 bytes; None where they are none."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def same_point(one: Point, two: Point) -> bool:
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


_base = point_of(bytes.fromhex("58" + "66" * 31))
assert _base is not None
BASE = _base


def signature_fits(public: bytes, message: bytes, signature: bytes) -> bool:
    key, commitment = point_of(public), point_of(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or commitment is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return same_point(times(scalar, BASE), add(commitment, times(challenge, key)))


# --- Signed heads and the tree ----------------------------------------------------------------------------------


def head_of(note: str, key: str) -> tuple[int, bytes]:
    """(size, root) of a note that `key` signed."""
    try:
        name, key_id, encoded = key.strip().split("+", 2)
        public = base64.b64decode(encoded, validate=True)[1:]
        body, _, rest = note.rpartition("\n\n")
        origin, size, root, _moment = body.split("\n")
        dash, signer, signed = rest.strip().split(" ")
        raw = base64.b64decode(signed, validate=True)
        found = int(size), base64.b64decode(root, validate=True)
    except ValueError:
        raise Wrong("đầu sổ hoặc khóa không đọc được") from None
    known = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
    require(known.hex() == key_id and raw[:4] == known, "đầu sổ không do khóa này ký")
    require(dash == "\u2014" and signer == name == origin, "đầu sổ không do khóa này ký")
    require(signature_fits(public, (body + "\n").encode(), raw[4:]), "chữ ký của đầu sổ không đúng")
    return found


def root_by_inclusion(entry: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    node, last, rest = hashlib.sha256(b"\x00" + entry).digest(), size - 1, list(path)
    while last:
        if index & 1 or index < last:
            require(rest, "thiếu một phần chứng minh")
            step = rest.pop(0)
            node = hashlib.sha256(b"\x01" + (step + node if index & 1 else node + step)).digest()
        index, last = index >> 1, last >> 1
    require(not rest, "chứng minh thừa")
    return node


# --- The journal's lines ------------------------------------------------------------------------------------------


def canonical(facts: Facts) -> bytes:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


SEALED = ("previous", "number", "at", "verb", "actor", "subject", "facts")


def check_lines(lines: list[Facts], size: int, root: bytes) -> None:
    """Every line is sealed as it reads, stands at its place in the signed tree, and comes in order."""
    before: Facts | None = None
    for line in lines:
        number = line["number"]
        where = f"dòng {number} ({line['verb']})"
        require(before is None or number > before["number"], f"{where}: đứng sai thứ tự")
        require(1 <= number <= size, f"{where}: đầu sổ đã ký chỉ có {size} dòng, cũ hơn dòng này")
        seal = hashlib.sha256(canonical({name: line[name] for name in SEALED})).hexdigest()
        require(seal == line["seal"], f"{where}: nội dung không khớp dấu niêm phong")
        if before is not None and number == before["number"] + 1:
            require(line["previous"] == before["seal"], f"{where}: không nối với dòng trước")
        path = [base64.b64decode(step) for step in line["proof"]]
        found = root_by_inclusion(bytes.fromhex(seal), number - 1, size, path)
        require(found == root, f"{where}: không có trong sổ đã ký")
        before = line


class Story:
    """The lines by what they tell."""

    def __init__(self, lines: list[Facts]) -> None:
        self.told: dict[tuple[str, str], list[Facts]] = {}
        for line in lines:
            self.told.setdefault((line["verb"], line["subject"]), []).append(line)

    def only(self, verb: str, subject: str) -> Facts:
        found = self.told.get((verb, subject), [])
        require(len(found) == 1, f"cần đúng một dòng «{verb}» về {subject}, tệp có {len(found)}")
        return found[0]

    def all(self, verb: str, subject: str) -> list[Facts]:
        return self.told.get((verb, subject), [])


# --- Sheets, averages, stars ---------------------------------------------------------------------------------------


def check_sheet(sheet: Facts, story: Story) -> list[str]:
    """Every version of a sheet fits what the journal had of it; returns their seals, as handed in first."""
    where = f"{sheet['member']}, vòng {sheet['round']}"
    seals = []
    for version in sheet["versions"]:
        content = version["content"]
        seals.append(hashlib.sha256(sheet["salt"].encode() + canonical(content)).hexdigest())
        require(content["seat"] == sheet["seat"], f"{where}: phiếu của ghế khác")
        require(total_of(version) == version["points"], f"{where}: cộng điểm sai")
    require(story.only("hand_in", sheet["subject"])["facts"]["seal"] == seals[0], f"{where}: {BROKEN}")
    revised = [(line["facts"]["before"], line["facts"]["seal"]) for line in story.all("revise", sheet["subject"])]
    require(revised == list(pairwise(seals)), f"{where}: {BROKEN}")
    return seals


def total_of(version: Facts) -> int:
    return sum(points_in(choice) for choice in version["content"]["choices"].values())


def points_in(choice: Any) -> int:
    return int(choice["points"] if isinstance(choice, dict) else choice)


def average(points: list[int], by_laws: Facts) -> Decimal:
    ordered = sorted(points)
    require(ordered, "không có phiếu nào được tính")
    rule = by_laws.get("average", "mean")
    if rule == "median":
        middle = len(ordered) // 2
        exact = Fraction(ordered[middle]) if len(ordered) % 2 else Fraction(ordered[middle - 1] + ordered[middle], 2)
    else:
        kept = ordered[1:-1] if rule == "drop_extremes" and len(ordered) >= 3 else ordered
        exact = Fraction(sum(kept), len(kept))
    scale = 10 ** int(by_laws.get("decimals", 2))
    whole, rest = divmod(exact.numerator * scale, exact.denominator)
    return Decimal(whole + int(2 * rest >= exact.denominator)) / Decimal(scale)


def star_by_points(points: Decimal) -> int:
    return next((star for star, least in STAR_FROM.items() if points >= least), 1)


def check_item(item: Facts, sitting: Facts, story: Story) -> str:
    """The result of one product; returns it in a sentence."""
    end = story.only("conclude_item", item["subject"])["facts"]
    if sitting["written"]:
        check_answers(item, end, story)
        average_found, told = Decimal(end["average"]), f"{len(end['written'])} ý kiến đồng ý"
    else:
        counted = check_openings(item, end, sitting, story)
        require(Decimal(end["average"]) in averages(counted, sitting["by_laws"]), f"{item['product']}: {UNFIT}")
        average_found, told = Decimal(end["average"]), f"{len(counted)} phiếu"
    star = end["star"]
    best = min(star_by_points(average_found), PROVINCE_BEST)
    require(Decimal(item["average"]) == average_found, f"{item['product']}: {UNFIT}")
    require(star == item["star"] and (star is None or star <= best), f"{item['product']}: {star} sao là quá số điểm")
    return (
        f"{item['product']}: {told}, trung bình {average_found}, {'không xếp sao' if star is None else f'{star} sao'}"
    )


def check_openings(item: Facts, end: Facts, sitting: Facts, story: Story) -> list[Facts]:
    """All that was opened is here, was sealed before, and the latest of it was counted; returns what was counted."""
    where = item["product"]
    opened = {
        (line["facts"]["round"], one["seat"], one["seal"]): line["number"]
        for line in story.all("open_sheets", item["subject"]) for one in line["facts"]["sheets"]
    }  # fmt: skip
    latest: dict[int, str] = {}
    by_seal = {}
    for sheet in sorted(item["sheets"], key=lambda sheet: int(sheet["round"])):
        seals = check_sheet(sheet, story)
        at = opened.pop((sheet["round"], sheet["seat"], seals[0]), None)
        require(at is not None, f"{where}: {sheet['member']} không có trong danh sách lúc mở phiếu")
        sealed_at = story.only("hand_in", sheet["subject"])["number"]
        require(sealed_at < (at or 0), f"{where}: {sheet['member']} niêm phong sau khi đã mở phiếu")
        if not sheet["void"]:
            latest[sheet["seat"]], by_seal[seals[-1]] = seals[-1], sheet
    require(not opened, f"{where}: thiếu {len(opened)} phiếu đã được mở")
    if sitting["by_laws"].get("result_round", "last") == "last":
        latest = {seat: seal for seat, seal in latest.items() if by_seal[seal]["round"] == end["round"]}
    require(len(set(end["sheets"])) == len(end["sheets"]), f"{where}: một phiếu được tính hai lần")
    require(set(end["sheets"]) == set(latest.values()), f"{where}: phiếu được tính không phải những phiếu cuối đã mở")
    return [by_seal[seal] for seal in end["sheets"]]


def check_answers(item: Facts, end: Facts, story: Story) -> None:
    """Asked in writing: everybody's last answer agrees, and the journal has each."""
    said = {line["facts"]["seat"]: line["facts"]["agrees"] for line in story.all("answer", item["subject"])}
    told = {one["seat"]: one["agrees"] for one in end["written"]}
    require(told == said and all(told.values()), f"{item['product']}: ý kiến bằng văn bản không khớp sổ")


def averages(sheets: list[Facts], by_laws: Facts) -> list[Decimal]:
    """The averages that the by-laws allow: where the chair only breaks ties, with the chair's sheet or without."""
    points = [sheet["versions"][-1]["points"] for sheet in sheets]
    others = [sheet["versions"][-1]["points"] for sheet in sheets if not sheet.get("chair")]
    rule = by_laws.get("chair_votes", "yes")
    allowed = {"yes": [points], "ties": [others, points], "no": [others]}[rule]
    return [average(some, by_laws) for some in allowed if some]


def check_bundle(bundle: Facts, key: str, heads: list[str]) -> Iterator[str]:
    require(bundle.get("format") == FORMAT, f"tệp không phải dạng {FORMAT}")
    size, root = head_of(bundle["head"], key)
    for note in heads:
        other = head_of(note, key)
        require(
            other[0] <= size, f"đầu sổ trong tệp ({size} dòng) cũ hơn đầu sổ bạn đưa ({other[0]} dòng): hãy lấy tệp mới"
        )
        require(other[0] != size or other[1] == root, "hai đầu sổ cùng độ dài mà khác gốc: sổ đã bị viết lại")
        if other[0] < size:
            check_consistency(other, (size, root), bundle["consistency"].get(str(other[0])))
    check_lines(bundle["lines"], size, root)
    story, sitting, decision = Story(bundle["lines"]), bundle["sitting"], bundle["decision"]
    start = story.all("open_sitting", sitting["subject"])[-1:]
    require(start, "tệp không có dòng mở phiên họp")
    end = story.only("close_consultation" if sitting["written"] else "close_sitting", sitting["subject"])
    signed = story.only("sign_decision", decision["subject"])
    published = story.only("publish_decision", decision["subject"])
    order = [line["number"] for line in (start[0], end, signed, published)]
    require(order == sorted(order), "phiên họp, quyết định và công bố không theo thứ tự")
    require(start[0]["facts"]["by_laws"] == sitting["by_laws"], "Quy chế trong tệp khác Quy chế lúc mở phiên")
    require(end["facts"]["minutes"] == sitting["minutes"], "biên bản không phải bản đã niêm phong lúc kết thúc phiên")
    require(published["facts"]["number"] == decision["number"], "số quyết định không khớp")
    results = signed["facts"]["results"]
    require(len(bundle["items"]) == end["facts"]["items"], f"phiên có {end['facts']['items']} sản phẩm, tệp không đủ")
    require({str(i["dossier"]) for i in bundle["items"]} == set(results), "quyết định nêu sản phẩm khác với phiên họp")
    for item in bundle["items"]:
        sentence = check_item(item, sitting, story)
        require(results[str(item["dossier"])] == item["star"], f"{item['product']}: quyết định ghi sao khác Hội đồng")
        yield sentence


def check_consistency(older: tuple[int, bytes], newer: tuple[int, bytes], proof: list[str] | None) -> None:
    """RFC 9162, 2.1.4.2: the newer tree begins with the older one."""
    (m, first_root), (n, second_root) = older, newer
    if proof is None:
        raise Wrong(f"tệp không chứng minh được nó nối tiếp đầu sổ {m} dòng: hãy lấy tệp mới")
    steps = [base64.b64decode(step) for step in proof]
    if m & (m - 1) == 0:
        steps.insert(0, first_root)
    index, last = m - 1, n - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    require(steps, "chứng minh nối tiếp rỗng")
    first = second = steps.pop(0)
    for step in steps:
        require(last, "chứng minh nối tiếp thừa")
        if index & 1 or index == last:
            first = hashlib.sha256(b"\x01" + step + first).digest()
            second = hashlib.sha256(b"\x01" + step + second).digest()
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            second = hashlib.sha256(b"\x01" + second + step).digest()
        index, last = index >> 1, last >> 1
    require(
        not last and (first, second) == (first_root, second_root), f"sổ không nối tiếp đầu sổ {m} dòng: đã bị viết lại"
    )


# --- The call ---------------------------------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(description="Kiểm tra một quyết định công nhận sao từ tệp kiểm phiếu.")
    parser.add_argument("bundle", metavar="TỆP", help="tệp do «ocop journal bundle» viết hoặc tải từ trang quyết định")
    parser.add_argument("--key", help="khóa công khai đã biết từ trước (nên dùng: khóa trong tệp thì tệp tự khai)")
    parser.add_argument(
        "--head", action="append", default=[], help="tệp đầu sổ đã công bố mà bạn tự giữ; dùng nhiều lần"
    )
    asked = parser.parse_args()
    try:
        bundle = json.loads(Path(asked.bundle).read_text(encoding="utf-8"))
        notes = [Path(name).read_text(encoding="utf-8") for name in asked.head]
        key = asked.key or bundle["key"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        print(f"Không đọc được: {error}", file=sys.stderr)
        return 2
    try:
        for sentence in check_bundle(bundle, key, notes):
            print(f"  {sentence}")
    except Wrong as wrong:
        print(f"KHÔNG ĐÚNG: {wrong}.", file=sys.stderr)
        return 1
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        print(f"KHÔNG ĐÚNG: tệp thiếu hoặc sai dạng ({error!r}).", file=sys.stderr)
        return 1
    trust = "khóa bạn đưa" if asked.key else "khóa trong tệp; hãy so với khóa đăng trên trang: " + key
    print(f"ĐÚNG: quyết định {bundle['decision']['number']}, {len(bundle['lines'])} dòng nhật ký, {trust}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
