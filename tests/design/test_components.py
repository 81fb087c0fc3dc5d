"""cotton takes any attribute and says nothing: these tests read every template of the house and do say something."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django_cotton.compiler_regex import CottonCompiler, Tag

import ocop

SOURCE = Path(ocop.__path__[0])
COMPONENTS = {path.stem.replace("_", "-"): path for path in SOURCE.glob("*/templates/cotton/*.html")}
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
GLOBAL = {"id", "class", "role", "title", "tabindex", "lang", "hidden", "itemprop", "itemscope", "itemtype"}
PREFIXES = ("data-", "aria-", "hx-")
OF_CONTROLS = {
    "autocomplete", "autofocus", "inputmode", "maxlength", "minlength", "min", "max", "step", "placeholder", "readonly",
    "rows", "list", "pattern", "required", "spellcheck", "form", "capture", "disabled", "size", "formnovalidate",
    "rel", "target", "download",
}  # fmt: skip
CONTROLS = {"text", "select", "drop", "check", "button"}


def _markup(path: Path) -> str:
    """The template without comments and template tags: what cotton itself reads as markup."""
    return CottonCompiler().exclude_ignorables(path.read_text())[0]


def _tags(path: Path) -> list[Tag]:
    return [Tag(match) for match in Tag.tag_pattern.finditer(_markup(path))]


def _attributes(tag: Tag) -> set[str]:
    return {match.group(1).lstrip(":") for match in Tag.attr_pattern.finditer(tag.attrs)}


def _declared(component: str) -> set[str]:
    found = re.search(r"<c-vars\s([^>]*?)/?>", _markup(COMPONENTS[component]), re.DOTALL)
    assert found, f"{component} declares nothing: begin the file with <c-vars … />"
    return {match.group(1).lstrip(":") for match in Tag.attr_pattern.finditer(found.group(1))}


def _passes_on(component: str) -> bool:
    return "{{ attrs }}" in COMPONENTS[component].read_text()


def _allowed(component: str, attribute: str) -> bool:
    if attribute in _declared(component) or attribute == "attrs":
        return True
    if not _passes_on(component):
        return False
    spare = GLOBAL | OF_CONTROLS if component in CONTROLS else GLOBAL
    return attribute in spare or attribute.startswith(PREFIXES)


def _unread(tag: Tag) -> list[str]:
    """`:max="rows|length"`: cotton reads names and literals, knows no filters, and silently takes the default."""
    pairs = re.findall(r'\s(:[\w-]+)="([^"]*)"', tag.attrs)
    return [
        f'{key}="{value}": no filters after a colon; write {key[1:]}="{{{{ … }}}}"'
        for key, value in pairs
        if re.match(r"[\w.]+\|", value)
    ]


def _faults(path: Path) -> list[str]:
    faults, open_components = [], []
    for tag in _tags(path):
        name = tag.tag_name.removeprefix("c-").replace("_", "-")
        if name == "vars":
            continue
        if name == "slot":
            if not tag.is_closing:
                slot = re.search(r'name="([^"]+)"', tag.attrs)
                if not slot or slot.group(1) not in _declared(open_components[-1]):
                    faults.append(f"{tag.html}: <c-{open_components[-1]}> has no such slot")
            continue
        if tag.is_closing:
            open_components.pop()
            continue
        if not tag.is_self_closing:
            open_components.append(name)
        if name not in COMPONENTS:
            faults.append(f"{tag.html}: there is no such component")
            continue
        if "__COTTON_IGNORE" in re.sub(r'"[^"]*"', "", tag.attrs):
            faults.append(
                f'<c-{name}>: an {{% if %}} may stand only inside a value: kind="{{% if x %}}a{{% else %}}b{{% endif %}}"'
            )
            continue
        faults += _unread(tag)
        faults += [f"<c-{name} {word}>: not declared" for word in _attributes(tag) if not _allowed(name, word)]
    return faults + [f"<c-{name}> is never closed" for name in open_components]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_gives_a_component_what_it_never_declared(path: Path) -> None:
    assert _faults(path) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_component_tag_is_understood_by_cotton(path: Path) -> None:
    markup = _markup(path)
    left = Tag.tag_pattern.sub("", markup)
    assert "<c-" not in left, "cotton would send this tag to the browser as it stands"
    get_template(str(path.relative_to(next(one for one in path.parents if one.name == "templates"))))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_carries_script_or_style_inside(path: Path) -> None:
    markup = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)", markup), "CSP refuses script inside a page"
    assert not re.search(r"<style\b|\sstyle\s*=\s*[\"']|\son[a-z]+\s*=\s*[\"']", markup), (
        "CSP refuses style and handlers inside a page"
    )


def test_a_misspelt_attribute_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<c-badge kynd="ok" text="x" /><c-card titel="x"><c-slot name="fuut">x</c-slot></c-card><c-nothing />'
    )
    assert len(_faults(page)) == 4


@pytest.mark.parametrize("component", sorted(COMPONENTS))
def test_every_component_says_what_it_is_and_takes(component: str) -> None:
    first = COMPONENTS[component].read_text().splitlines()[0]
    assert first.startswith("{# ")
    assert len(first) > 40


@pytest.mark.parametrize("component", sorted(COMPONENTS))
def test_every_component_stands_in_the_gallery(component: str) -> None:
    shown = "".join(
        path.read_text() for path in (SOURCE / "design/templates").rglob("*.html") if path != COMPONENTS[component]
    )
    assert f"<c-{component}" in shown
