"""What a channel takes survives being stored, and its links are made whole."""

from __future__ import annotations

from bot.domain import codec
from bot.domain.message import Media, MediaKind, Reply, absolute, verbatim

TEXT = Media(MediaKind.DOCUMENT, data="/r#not-a-link", name="nhat-ky.txt")
QR = Media(MediaKind.QR, data="/r#7F3K")


def test_a_reply_with_a_small_text_survives_being_stored() -> None:
    reply = Reply(verbatim("x"), media=(TEXT, QR))
    assert codec.reply_from_json(codec.load(codec.dump(codec.reply_to_json(reply)))) == reply


def test_what_was_stored_before_texts_had_names_is_still_read() -> None:
    raw = {"t": ["verbatim", {"text": {"v": "x"}}], "m": [["qr", None, "/r#7F3K", None]]}
    assert codec.reply_from_json(raw).media == (QR,)


def test_only_a_qr_code_is_a_link() -> None:
    text, qr = absolute(Reply(verbatim("x"), media=(TEXT, QR)), "https://tin.example.vn").media
    assert (text.data, qr.data) == (TEXT.data, "https://tin.example.vn/r#7F3K")


def test_a_name_leads_nowhere_else() -> None:
    odd = Media(MediaKind.DOCUMENT, data="x", name='../../"etc;\\x\r\n.txt')
    assert odd.filename == "etcx.txt"
    assert Media(MediaKind.DOCUMENT, data="x", name="…/").filename == "van-ban.txt"
