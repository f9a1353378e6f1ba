"""A phone on the web channel: reads and fills in the plain page, a browser without scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin

from aiohttp import ClientError, ClientSession, ClientTimeout, CookieJar, FormData

from bot.demo.phone import PhoneError, Seen

TIMEOUT: Final = ClientTimeout(total=30)
_FILES: Final = {"shot": "photo", "qr": "qr", "file": "document"}
_SHOWN: Final = ("video", "audio")
_NO_SIGN: Final = (404, 410)


@dataclass(slots=True)
class Form:
    """A form of a page: where it goes and what it carries unseen."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict, repr=False)
    boxes: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Letter:
    id: str
    mine: bool
    text: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str, Form]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Finds letters with their buttons, and forms."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.letters: list[_Letter] = []
        self._form: Form | None = None
        self._words: list[str] | None = None
        self._payload: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notice letters, words, files, forms and buttons."""
        found = {name: value or "" for name, value in attrs}
        classes = found.get("class", "").split()
        if tag == "form":
            self._form = Form(found.get("action", ""))
            self.forms.append(self._form)
        elif tag in ("input", "textarea") and self._form:
            self._field(found)
        elif tag == "li" and "letter" in classes:
            self.letters.append(_Letter(found.get("id", ""), "mine" in classes))
        elif tag == "p" and "words" in classes:
            self._words = []
        elif tag == "button" and found.get("name") == "choice":
            self._words, self._payload = [], found.get("value", "")
        elif self.letters and tag in _SHOWN:
            self.letters[-1].files.append(tag)
        elif self.letters and tag in ("a", "figure"):
            self.letters[-1].files += [_FILES[name] for name in classes if name in _FILES]

    def handle_data(self, data: str) -> None:
        """Collect words."""
        if self._words is not None:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Put words and buttons where they belong."""
        if tag == "form":
            self._form = None
        elif tag == "button" and self._payload is not None:
            label = " ".join("".join(self._words or ()).split())
            if self.letters and self._form:
                self.letters[-1].buttons.append((label, self._payload, self._form))
            self._words = self._payload = None
        elif tag == "p" and self._words is not None and self._payload is None:
            if self.letters:
                self.letters[-1].text.append("".join(self._words))
            self._words = None

    def _field(self, found: dict[str, str]) -> None:
        name = found.get("name", "")
        if self._form is None or not name:
            return
        if found.get("type") == "hidden":
            self._form.hidden[name] = found.get("value", "")
        else:
            self._form.boxes.add(name)


class Page:
    """What a page shows. It is read when somebody looks: most answers to a form are not."""

    def __init__(self, html: str = "") -> None:
        self._html = html

    @cached_property
    def _read(self) -> _Reader:
        return _Reader(self._html)

    @property
    def letters(self) -> list[_Letter]:
        """Oldest first."""
        return self._read.letters

    def form_with(self, name: str) -> Form | None:
        """The first form that has a box or a hidden field of this name."""
        return next((f for f in self._read.forms if name in f.boxes or name in f.hidden), None)


class WebPhone:
    """A browser with a cookie jar of its own, at a service's address. Implements `Phone`."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url.rstrip("/")
        self._session: ClientSession | None = None
        self._open = Page()

    async def scan(self, code: str) -> None:
        """Open the landing page and choose the chat on it."""
        page = await self._fetch("GET", f"{self._base}/q/{code}", scanned=True)
        form = page.form_with("start")
        if form is None:
            raise PhoneError("trang của mã QR không có lối vào trò chuyện")
        await self._post(form, {})

    async def say(self, text: str) -> None:
        """Fill in the text box."""
        await self._post(await self._composer(), {"text": text})

    async def press(self, label: str) -> None:
        """Press the newest button with this label."""
        for letter in reversed((await self._get("/chat")).letters):
            for shown, payload, form in letter.buttons:
                if shown == label:
                    await self._post(form, {"choice": payload})
                    return
        raise PhoneError(f"trang không có nút “{label}”")

    async def send_file(self, name: str, content: bytes, caption: str = "") -> None:
        """Choose a file, with words beside it."""
        await self._post(await self._composer(), {"text": caption}, (name, content))

    async def messages(self) -> list[Seen]:
        """The letters of the page."""
        return [
            Seen(
                letter.id,
                "\n\n".join(letter.text).strip(),
                tuple(label for label, _, _ in letter.buttons),
                tuple(letter.files),
                letter.mine,
            )
            for letter in (await self._get("/chat")).letters
        ]

    async def close(self) -> None:
        """Close the browser."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _composer(self) -> Form:
        """Of the page that is open, if it has one."""
        form = self._open.form_with("text") or (await self._get("/chat")).form_with("text")
        if form is None:
            raise PhoneError("trang trò chuyện không có ô để viết")
        return form

    async def _get(self, path: str) -> Page:
        return await self._fetch("GET", self._base + path)

    async def _post(
        self, form: Form, fields: dict[str, str], file: tuple[str, bytes] | None = None
    ) -> None:
        data = FormData(default_to_multipart=True)
        for name, value in {**form.hidden, **fields}.items():
            data.add_field(name, value)
        if file is not None:
            data.add_field(
                "files", file[1], filename=file[0], content_type="application/octet-stream"
            )
        await self._fetch("POST", urljoin(self._base + "/", form.action), data)

    async def _fetch(
        self, method: str, url: str, data: FormData | None = None, *, scanned: bool = False
    ) -> Page:
        """`scanned`: the address comes from a sign, which may be out of date or nobody's."""
        self._open = Page()
        if self._session is None:
            self._session = ClientSession(
                cookie_jar=CookieJar(unsafe=True),  # also for bare addresses such as 127.0.0.1
                headers={"Origin": self._base, "Sec-Fetch-Site": "same-origin"},
                timeout=TIMEOUT,
            )
        headers = {"Sec-Fetch-Site": "none"} if scanned else {}
        try:
            async with self._session.request(method, url, data=data, headers=headers) as answer:
                page = await answer.text()
                if answer.status >= 400 and not (scanned and answer.status in _NO_SIGN):
                    raise PhoneError(f"{method} {answer.url.path}: trang trả lời {answer.status}")
                self._open = Page(page)
                return self._open
        except (ClientError, TimeoutError) as error:
            raise PhoneError(f"{method}: {type(error).__name__}") from error
