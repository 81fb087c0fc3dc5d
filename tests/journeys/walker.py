"""A person at a browser: every page they come to is looked at as a user, an eye specialist and a guard would look."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response, expect

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCREENS: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
    "laptop": {"viewport": {"width": 1280, "height": 800}},
}
SHOTS = os.environ.get("OCOP_SHOTS")
# What an inline script or style would cause; reported by the browser before any page script runs.
_WATCH = """
window.__refused = [];
addEventListener("securitypolicyviolation", (e) => window.__refused.push(`${e.violatedDirective}: ${e.blockedURI} ${e.sample}`));
"""


class Walker:
    """One person, one browser context, one page at a time."""

    def __init__(self, browser: Browser, address: str, screen: str, story: str = "", **options: Any) -> None:
        self.address, self.screen, self.story = address, screen, story
        self.scripted = options.get("java_script_enabled", True)
        self.context: BrowserContext = browser.new_context(
            base_url=address, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **(SCREENS[screen] | options)
        )
        self.context.set_default_timeout(30_000)
        if self.scripted:
            self.context.add_init_script(_WATCH)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(f"script: {error}"))
        self.page.on("response", self._answered)
        self.errors: list[str] = []
        self.status = 0
        self.looked_at: set[str] = set()

    def __enter__(self) -> "Walker":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium also writes the status of a page that we asked for knowing that it is refused.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.status = response.status
        elif response.status >= 400:
            self.errors.append(f"{response.status}: {response.url}")

    # Going and looking

    def visit(self, path: str, name: str = "", status: int = 200) -> Page:
        """Go there and look."""
        self.page.goto(path)
        return self.look(name, status)

    def tour(self, paths: dict[str, str]) -> None:
        """Visit all (name to path), and tell at the end what is wrong with each."""
        faults = []
        for name, path in paths.items():
            try:
                self.visit(path, name)
            except AssertionError as fault:
                faults.append(str(fault))
                self.errors.clear()
        assert not faults, "\n\n".join(faults)

    def look(self, name: str = "", status: int = 200) -> Page:
        """Whatever page this is now: it answered as expected, fits, breaks no rule and has no barrier."""
        self.page.wait_for_load_state()
        where = f"{urlsplit(self.page.url).path} ({self.screen}{', ' + name if name else ''})"
        assert self.status == status, f"{where} answered {self.status}:\n{self.main()[:1500]}"
        self.shoot(name)
        width, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= room, f"{where} is {width} px wide on {room} px; too wide: {self._too_wide()}"
        assert self.page.locator("h1").count() == 1, f"{where} needs one h1"
        if self.scripted:
            self._judge(where)
        assert self.errors == [], f"{where}: {self.errors}"
        return self.page

    def _judge(self, where: str) -> None:
        assert self.page.evaluate("window.__refused") == [], f"{where} breaks the content security policy"
        found = Axe().run(self.page, options={"runOnly": WCAG, "resultTypes": ["violations"]}).response["violations"]
        assert found == [], f"{where} has barriers:\n{told(found)}"

    def _too_wide(self) -> list[str]:
        script = """() => [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 5).map((e) => e.outerHTML.slice(0, 120))"""
        return list(self.page.evaluate(script))

    def shoot(self, name: str = "") -> None:
        """A picture of the whole page, when somebody wants pictures."""
        if not SHOTS:
            return
        name = name or re.sub(r"[^\w-]+", "_", urlsplit(self.page.url).path.strip("/")) or "home"
        target = Path(SHOTS) / f"{self.story}{name}-{self.page.viewport_size['width']}.png"  # type: ignore[index]
        target.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=target, full_page=True)

    def main(self) -> str:
        """The words of the page without head and foot."""
        return self.page.get_by_role("main").inner_text()

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    # Doing

    def click(self, what: Locator, name: str = "", status: int = 200) -> Page:
        """Press something that leads to another page, and look at that page."""
        with self.page.expect_navigation():
            what.click()
        return self.look(name, status)

    def link(self, words: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("main").get_by_role("link", name=words).first

    def button(self, words: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("main").get_by_role("button", name=words).first

    def sign_in(self, login: str, password: str) -> None:
        self.page.goto("/dang-nhap/")
        self.page.get_by_label("Số điện thoại hoặc thư điện tử").fill(login)
        self.page.get_by_label("Mật khẩu").fill(password)
        self.click(self.button("Đăng nhập"), "ban-lam-viec")
        assert urlsplit(self.page.url).path == "/ban-lam-viec/", self.text()

    def choose(self, question: Locator, nth: int = -1) -> None:
        """Pick an answer as a finger does: on its card."""
        answers = question.locator("label:has(input[type=radio])")
        answers.nth(nth).click()
        assert answers.nth(nth).locator("input").is_checked()

    @contextmanager
    def autosaved(self) -> Iterator[None]:
        """What is typed or chosen inside is saved without being asked to, and the page says so."""
        with self.page.expect_response(lambda answer: "x-autosave" in answer.request.headers) as coming:
            yield
        assert coming.value.ok, coming.value.text()[:600]
        expect(self.page.locator("[data-saved]")).to_contain_text(re.compile(r"đã lưu \d\d:\d\d"))

    def post(self, path: str, form: dict[str, str | int]) -> int:
        """What a form on the present page would send, sent quickly, with this person's session."""
        token = self.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
        headers = {"X-CSRFToken": token, "Referer": self.page.url}
        answer = self.context.request.post(path, form=form, headers=headers, max_redirects=0)
        assert answer.status < 400, f"POST {path} answered {answer.status}: {answer.text()[:1500]}"
        return answer.status

    def download(self, what: Locator) -> bytes:
        """A file behind a link or a button, whether it is shown or saved."""
        with self.page.expect_download() as coming:
            what.click()
        return Path(coming.value.path()).read_bytes()

    def fetch(self, path: str, status: int = 200) -> bytes:
        """The bytes at an address, asked with this person's session."""
        answer = self.context.request.get(path)
        assert answer.status == status, f"{path} answered {answer.status}"
        return answer.body()


def told(violations: list[dict[str, Any]]) -> str:
    """axe's findings as lines that a person can act on."""
    lines = []
    for found in violations:
        lines.append(f"- {found['id']} ({found['impact']}): {found['help']}")
        for node in found["nodes"][:4]:
            data = [check.get("message", "") for key in ("any", "all", "none") for check in node.get(key, [])]
            lines.append(f"    {node['html'][:200]}\n      {'; '.join(data)[:300]}")
    return "\n".join(lines)
