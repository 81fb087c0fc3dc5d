from collections import Counter

import html5lib
import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from ocop.journal.rules import Reason


def test_the_gallery_parses_strictly_and_asks_the_database_nothing(client: Client) -> None:
    answer = client.get("/design/")
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.content)


def test_the_gallery_uses_every_id_once(client: Client) -> None:
    tree = html5lib.parse(client.get("/design/").content, namespaceHTMLElements=False)
    ids = Counter(node.get("id") for node in tree.iter() if node.get("id"))
    assert [name for name, times in ids.items() if times > 1] == []


def test_every_control_of_the_gallery_has_a_label(client: Client) -> None:
    tree = html5lib.parse(client.get("/design/").content, namespaceHTMLElements=False)
    named = {node.get("for") for node in tree.iter("label")}
    wrapped = {control for label in tree.iter("label") for control in label.iter("input")}
    controls = [
        node for kind in ("input", "select", "textarea") for node in tree.iter(kind) if node.get("type") != "hidden"
    ]
    assert [node.attrib for node in controls if node.get("id") not in named and node not in wrapped] == []


def test_the_foot_changes_the_language_without_a_token_or_a_script() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/design/"})
    assert answer.headers["Location"] == "/design/"
    assert 'lang="en"' in client.get("/design/").content.decode()


@pytest.mark.parametrize("page", ["400", "403", "404", "403_csrf", "500", "503"])
def test_error_pages_stand_alone_and_lead_home(page: str) -> None:
    text = render_to_string(f"{page}.html")
    html5lib.HTMLParser(strict=True).parse(text)
    assert 'href="/"' in text


@pytest.mark.parametrize("template", ["design/refused.html", "design/_refused.html"])
def test_a_refusal_lists_every_reason_beside_its_field(rf: RequestFactory, template: str) -> None:
    reasons = [Reason("Tên quá dài.", field="name", law="Điều 1"), Reason("Thiếu <ảnh>.")]
    text = render_to_string(template, {"reasons": reasons}, rf.get("/"))
    assert '<a href="#id_name">Tên quá dài.</a>' in text
    assert "Thiếu &lt;ảnh&gt;." in text
    assert "Điều 1" in text
