"""What makes a product unfit to register, which set its group leaves open, and how a search is read. No database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ocop.journal.rules import Reason, text_unfit
from ocop.places.rules import fold, words_of

LONGEST_QUERY = 300
MOST_WORDS = 10
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Group:
    """A product group of Phụ lục I with its sets."""

    line: str
    name: str
    sets: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Classification:
    """The lines, groups and sets of one regime."""

    source: str
    groups: tuple[Group, ...]

    def group_of(self, set_no: int) -> Group | None:
        return next((g for g in self.groups if set_no in g.sets), None)

    def group_named(self, name: str) -> Group | None:
        return next((g for g in self.groups if fold(g.name) == fold(name)), None)

    def lines(self) -> list[str]:
        return list(dict.fromkeys(g.line for g in self.groups))

    def set_name(self, set_no: int) -> str:
        group = self.group_of(set_no)
        return group.sets[set_no] if group else ""


LARGEST_OUTPUT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class YearlyOutput:
    """Sản lượng mỗi năm: so many of a unit, as its producer says and a council has read."""

    quantity: int
    unit: str

    @property
    def words(self) -> str:
        return f"{self.quantity:,}".replace(",", ".") + f" {self.unit} mỗi năm"


def output_unfit(quantity: int | None, unit: str) -> list[Reason]:
    """Both or neither; nothing said is no fault."""
    if quantity is None and not unit:
        return []
    if quantity is None or not 1 <= quantity <= LARGEST_OUTPUT:
        message = "Sản lượng mỗi năm là số nguyên từ 1 trở lên, ví dụ 12000. Chưa rõ thì để trống cả hai ô."
        return [Reason(message, "output_quantity", "out_of_range")]
    return text_unfit(unit, field="output_unit", label="Đơn vị của sản lượng", longest=30, shortest=1)


def why_set_unknown(group: Group | None) -> str:
    """The sentence that stands where the set would stand."""
    if group is None:
        return "chưa rõ nhóm sản phẩm nên chưa rõ bộ tiêu chí"
    numbers = ", ".join(str(n) for n in group.sets)
    return f"nhóm “{group.name}” có các bộ {numbers}; nguồn không nêu bộ nào"


def product_unfit(*, name: str, summary: str, story: str, ingredients: str, set_no: int | None) -> list[Reason]:
    """Every reason why these facts cannot be kept."""
    reasons = text_unfit(name, field="name", label="Tên sản phẩm", longest=200, shortest=2)
    reasons += text_unfit(summary, field="summary", label="Mô tả ngắn", longest=300)
    reasons += text_unfit(story, field="story", label="Câu chuyện", longest=8000)
    reasons += text_unfit(ingredients, field="ingredients", label="Thành phần", longest=2000)
    if set_no is not None and not 1 <= set_no <= 26:
        law = "QĐ 26/2026, Phụ lục I"
        reasons.append(Reason("Bộ sản phẩm là số từ 1 đến 26. Hãy chọn trong danh sách.", "set_no", "set_no", law))
    return reasons


def duplicate_product(same: str, alike: Sequence[str], confirmed: bool) -> Reason | None:
    """An equal name of the same producer is refused; a similar one asks to look first."""
    if same:
        message = f"Chủ thể này đã có sản phẩm “{same}”. Hãy mở sản phẩm đó; nâng hạng hay đánh giá lại làm ở hồ sơ."
        return Reason(message, "name", "duplicate")
    if alike and not confirmed:
        listed = "; ".join(f"“{name}”" for name in alike[:3])
        message = f"Tên này gần giống {listed}. Nếu là sản phẩm khác, hãy đánh dấu “Là sản phẩm khác”."
        return Reason(message, "distinct", "variant")
    return None


def names_alike(name: str, others: Iterable[str]) -> list[str]:
    """Names that hold all words of this one, or the other way round."""
    mine = set(words_of(name))
    found = []
    for other in others:
        theirs = set(words_of(other))
        if mine and theirs and mine != theirs and (mine <= theirs or theirs <= mine) and len(mine & theirs) > 1:
            found.append(other)
    return found


@dataclass(frozen=True, slots=True)
class Wording:
    """How a search was read: each typed word with what is looked for in its place."""

    typed: tuple[str, ...] = ()
    mended: Mapping[str, str] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unfinished: bool = True

    @property
    def words(self) -> list[str]:
        """The words looked for, mended, split where two had run together."""
        return [part for word in self.typed for part in self.mended.get(word, word).split()]

    @property
    def corrections(self) -> list[tuple[str, str]]:
        """(typed, looked for) as people write it."""
        return [(t, " ".join(self.spellings.get(p, p) for p in m.split())) for t, m in self.mended.items()]

    def tsquery(self, joined: str = " & ", weights: str = "") -> str:
        """Letters and digits only, so that no operator of the person's ever reaches the database.

        `weights` narrows the search: A to the name, AB to name and producer.
        """
        words = self.words
        last = len(words) - 1
        return joined.join(self._term(word, self.unfinished and i == last, weights) for i, word in enumerate(words))

    def _term(self, word: str, unfinished: bool, weights: str) -> str:
        label = f":{'*' if unfinished else ''}{weights}".rstrip(":")
        others = (" <-> ".join(f"{w}:{weights}".rstrip(":") for w in words_of(s)) for s in self.synonyms.get(word, ()))
        terms = [word + label, *(f"({other})" for other in others)]
        return f"({' | '.join(terms)})" if len(terms) > 1 else terms[0]

    @property
    def beginning(self) -> str:
        """A LIKE pattern for names that begin as typed."""
        return f"{' '.join(self.words)}%"


def read_query(text: str) -> list[str]:
    """The folded words of what was typed: at most ten, none longer than a name's."""
    words = [w[:_LONGEST_WORD] for w in words_of(text[:LONGEST_QUERY])]
    return list(dict.fromkeys(words))[:MOST_WORDS]


def near_spellings(word: str) -> set[str]:
    """The word with two neighbours swapped, and in two halves: errors that edit distance counts as two or more."""
    swaps = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    halves = {part for i in range(2, len(word) - 1) for part in (word[:i], word[i:])}
    return (swaps | halves) - {word}


def mend(word: str, known: Mapping[str, int], near: Sequence[tuple[str, int, int]]) -> str:
    """What a word nobody knows may have meant; itself when nothing is near.

    `known`: frequency of those near spellings that exist; `near`: (word, edit distance, frequency).
    """
    swapped = [(1, -known[s], s) for s in near_spellings(word) if s in known and len(s) == len(word)]
    edited = [(distance, -frequency, other) for other, distance, frequency in near]
    best = min(swapped + edited, default=None)
    halves = _halves(word, known)
    if halves and (best is None or best[0] > 1):
        return halves
    return best[2] if best else word


def _halves(word: str, known: Mapping[str, int]) -> str:
    cuts = [i for i in range(2, len(word) - 1) if word[:i] in known and word[i:] in known]
    if not cuts:
        return ""
    cut = max(cuts, key=lambda i: min(known[word[:i]], known[word[i:]]))
    return f"{word[:cut]} {word[cut:]}"


def synonyms_among(words: Collection[str], pairs: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {word: pairs[word] for word in words if word in pairs}
