"""What the page shows of letters, without a server."""

from __future__ import annotations

from bot.channels.web.letters import own_link, views
from bot.channels.web.received import clean
from bot.domain.message import Button, Media, MediaKind, Reply, StoredFile, Text, verbatim
from bot.domain.ports import Letter
from bot.texts import LOCALES, Texts
from tests.channels.web.fakes import START, MemoryMailbox


def say(text: Text) -> str:
    return Texts.load().render(text, "vi")


async def test_answered_letters_step_back_and_cards_stay() -> None:
    box = MemoryMailbox()
    ask = (Button(Text("nav-report"), "a.b:c"), Button(Text("nav-back"), "nav.back:"))
    box.post("s", Reply(verbatim("1"), ask))
    box.post("s", Reply(verbatim("2"), ask, card="tip:TK-1"))
    box.post("s", Reply(verbatim("tôi")), mine=True)
    box.post("s", Reply(verbatim("3"), ask))
    shown = views(await box.read("s"), say, "/p")
    assert [view.past for view in shown] == [True, False, False, False]
    assert [view.last_mine for view in shown] == [False, False, True, False]
    assert shown[1].tip
    assert [button.payload for button in shown[0].ways_out] == ["nav.back:"]
    assert shown[0].time == "14:05"


def test_of_one_card_only_the_latest_is_shown() -> None:
    old = Letter(1, START, False, Reply(verbatim("cũ"), card="c"), "c", 1)
    other = Letter(2, START, False, Reply(verbatim("khác")), "", 2)
    new = Letter(3, START, False, Reply(verbatim("mới"), card="c"), "c", 3)
    assert [view.parts[0].text for view in views([old, other, new], say, "")] == ["khác", "mới"]


async def test_own_files_are_named_and_those_of_others_shown() -> None:
    box = MemoryMailbox()
    photo = StoredFile("a", b"", "image/jpeg", 2_421_000)
    heic = StoredFile("a", b"", "image/heic", 900)
    media = (Media(MediaKind.PHOTO, photo), Media(MediaKind.PHOTO, heic))
    box.post("s", Reply(verbatim(""), media=media), mine=True)
    box.post("s", Reply(verbatim(""), media=media))
    mine, theirs = views(await box.read("s"), say, "/p")
    assert [m.show for m in mine.media] == ["link", "link"]
    assert [m.show for m in theirs.media] == ["image", "link"]
    assert [m.size for m in mine.media] == ["2,4 MB", "1 KB"]
    assert mine.media[1].url == f"/p/chat/file/{mine.id}/1"


def test_links_that_are_ours() -> None:
    assert own_link("/r#7F3K-2QXM")
    assert not own_link("//evil.example")
    assert not own_link("/\\evil.example")
    assert not own_link("https://evil.example")


def test_text_is_cleaned_and_otherwise_left_alone() -> None:
    assert clean("a\r\nb\rc\x00\x07\x7f\ud800") == "a\nb\nc"
    assert clean("e\u0301 \u200d \u202e \ufeff") == "é \u200d \u202e \ufeff"


def test_both_languages_say_the_same() -> None:
    texts = Texts.load()
    ours = [{key for key in texts.keys(locale) if key.startswith("web-")} for locale in LOCALES]
    assert ours[0] == ours[1]
    assert len(ours[0]) > 90
