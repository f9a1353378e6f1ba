"""Conversations as they look in a village: for pictures, and for the accessibility check."""

from __future__ import annotations

from bot.domain.message import Button, Media, MediaKind, Reply, StoredFile, Text, verbatim
from bot.domain.tip import TipKind
from tests.channels.web.fakes import MemoryFiles, MemoryMailbox

PHOTO = StoredFile("ab" * 16, bytes(32), "image/png", 2_421_000)
NAV = (Button(Text("nav-back"), "nav.back:"), Button(Text("nav-cancel"), "nav.cancel:"))


def _reader() -> Text:
    return Text("office-of", {"unit": "xã Tân Khai"})


def resident(box: MemoryMailbox, secret: str) -> None:
    """From the scan to the question before the last."""
    hello = Text("intake-place", {"point": "Thôn 3", "unit": "xã Tân Khai"})
    privacy = Text("intake-privacy-web", {"reader": _reader()})
    box.post(secret, Reply(Text("intake-welcome", {"hello": hello, "privacy": privacy})))
    kinds = [Button(Text(f"kind-{k}"), f"intake.kind:{k}") for k in TipKind]
    danger = Button(Text("intake-danger-now"), "intake.kind:danger")
    box.post(secret, Reply(Text("intake-kind"), (danger, *kinds, NAV[1])))
    box.post(secret, Reply(Text("kind-dealing")), mine=True)
    box.post(secret, Reply(Text("intake-story"), NAV))
    told = (
        "Tối qua khoảng 9 giờ, có mấy thanh niên lạ đi xe máy không biển số "
        "hay tụ tập sau nhà văn hoá thôn. Có người đưa gói nhỏ, người kia đưa tiền rồi đi ngay."
    )
    box.post(secret, Reply(verbatim(told)), mine=True)
    more = Text("intake-noted-go-on")
    done = Button(Text("intake-done"), "intake.story:done")
    at_once = Button(Text("intake-send"), "intake.story:send")
    box.post(secret, Reply(more, (done, at_once, *NAV)))
    box.post(secret, Reply(verbatim(""), media=(Media(MediaKind.PHOTO, PHOTO),)), mine=True)
    box.post(secret, Reply(more, (done, at_once, *NAV)))
    box.post(secret, Reply(Text("intake-done")), mine=True)
    whens = [
        Button(Text(f"when-{w}"), f"intake.when:{w}")
        for w in ("now", "today", "this-week", "often")
    ]
    box.post(
        secret,
        Reply(
            Text("intake-when"), (*whens, Button(Text("intake-skip"), "intake.when:skip"), *NAV)
        ),
    )


def receipt(box: MemoryMailbox, secret: str) -> None:
    """The moment a tip is filed."""
    box.post(secret, Reply(Text("intake-send")), mine=True)
    code = "7F3K-2QXM-A9TE-WB4D"
    box.post(
        secret,
        Reply(
            Text("intake-filed", {"reference": "TK-7F3K2", "receipt": code, "reader": _reader()}),
            (
                Button(Text("intake-kept"), "follow_up.kept:TK-7F3K2"),
                Button(Text("intake-link"), url=f"/r#{code}"),
                Button(Text("nav-report"), "intake.welcome:thon3"),
                Button(Text("nav-wipe"), "follow_up.wipe:"),
            ),
            (Media(MediaKind.QR, data=f"/r#{code}", caption=Text("intake-qr")),),
            card="receipt:TK-7F3K2",
        ),
    )


def officer(box: MemoryMailbox, files: MemoryFiles, secret: str, picture: bytes) -> None:
    """A queue, an opened tip with a photo, a question sent."""
    files.content[PHOTO.id] = picture
    home = Text("triage-home", {"name": "Lan", "count": 3})
    queue = Button(Text("triage-queue"), "queue.list:")
    box.post(secret, Reply(home, (queue,)))
    notice = {"point": "Thôn 3", "kind": Text("kind-dealing"), "urgency": Text("urgency-urgent")}
    opens = (Button(Text("triage-open"), "triage.open:TK-7F3K2"),)
    box.post(
        secret,
        Reply(
            Text("triage-notice", {"reference": "TK-7F3K2", **notice}), opens, card="tip:TK-7F3K2"
        ),
    )
    box.post(secret, Reply(Text("triage-open")), mine=True)
    head = {
        "reference": "TK-7F3K2",
        "status": Text("triage-no-owner"),
        "age": Text("triage-age-minutes", {"n": 4}),
        **notice,
    }
    said = Text(
        "triage-paragraphs",
        {
            "first": Text("triage-head", head),
            "rest": verbatim(
                "👤 Người báo, 4 phút trước:\n"
                "Tối qua khoảng 9 giờ, có mấy thanh niên lạ đi xe máy không biển số hay tụ tập "
                "sau nhà văn hoá thôn.\nThời gian: Hôm nay\n📎 1 tệp, xem bên dưới"
            ),
        },
    )
    acts = [Button(Text(f"triage-{a}"), f"triage.{a}:TK-7F3K2") for a in ("take", "note", "queue")]
    media = (
        Media(MediaKind.PHOTO, PHOTO),
        Media(MediaKind.DOCUMENT, StoredFile("cd" * 16, bytes(32), "application/pdf", 180_000)),
    )
    box.post(secret, Reply(said, tuple(acts), media, card="tip-open:TK-7F3K2", protect=True))
