from __future__ import annotations

import pytest

from bot.channels.telegram.render import File, Words, render
from bot.domain.errors import Permanent
from bot.domain.message import Button, Media, MediaKind, Reply, StoredFile, Text, verbatim


def show(reply: Reply) -> tuple[list[Words], list[File]]:
    return render(
        reply, lambda text: str(text.args.get("text", text.key)), lambda data: data.encode()
    )


def rows(words: Words) -> list[list[tuple[str, object]]]:
    assert words.keyboard
    return [
        [(b.text, b.callback_data or b.url) for b in row] for row in words.keyboard.inline_keyboard
    ]


def choice(label: str, payload: str = "a.b:c", url: str = "") -> Button:
    return Button(verbatim(label), "" if url else payload, url)


def stored(media_type: str, size: int = 10) -> StoredFile:
    return StoredFile("f", b"k", media_type, size)


def test_short_labels_share_a_row_and_long_ones_do_not() -> None:
    labels = ["Có", "Không", "Một câu trả lời dài hơn", "Quay lại", "Huỷ", "Gửi"]
    words, _ = show(Reply(verbatim("?"), tuple(choice(label) for label in labels)))
    assert [[label for label, _ in row] for row in rows(words[0])] == [
        ["Có", "Không"],
        ["Một câu trả lời dài hơn"],
        ["Quay lại", "Huỷ"],
        ["Gửi"],
    ]


def test_long_text_is_split_and_the_keyboard_is_on_the_last_piece() -> None:
    words, _ = show(Reply(verbatim("Một câu. " * 1000), (choice("Gửi"),)))
    assert len(words) == 3
    assert [piece.keyboard is None for piece in words] == [True, True, False]
    assert all(len(piece.text) <= 4096 for piece in words)


def test_emoji_count_twice() -> None:
    words, _ = show(Reply(verbatim("😀" * 4000)))
    assert all(len(piece.text.encode("utf-16-le")) // 2 <= 4096 for piece in words)
    assert "".join(piece.text for piece in words) == "😀" * 4000


def test_pages_are_buttons_and_what_telegram_refuses_is_text() -> None:
    buttons = (
        choice("Mở trang", url="https://tinbao.example/q/1"),
        choice("Gọi 113", url="tel:113"),
        choice("Gọi trực ban", url="tel:0210123456"),
        choice("Trang thử", url="http://127.0.0.1:8080/q/1"),
        choice("Trang máy này", url="http://localhost/q"),
    )
    words, _ = show(Reply(verbatim("Xin chào"), buttons))
    assert rows(words[0]) == [[("Mở trang", "https://tinbao.example/q/1")]]
    assert words[0].text.splitlines() == [
        "Xin chào",
        "Gọi 113",
        "Gọi trực ban: 0210123456",
        "Trang thử: http://127.0.0.1:8080/q/1",
        "Trang máy này: http://localhost/q",
    ]


def test_a_payload_that_telegram_would_refuse_is_our_mistake() -> None:
    show(Reply(verbatim("?"), (choice("x", "a" * 64),)))
    with pytest.raises(Permanent, match="64 bytes"):
        show(Reply(verbatim("?"), (choice("x", "a" * 65),)))


@pytest.mark.parametrize(
    ("kind", "file", "method", "filename"),
    [
        (MediaKind.PHOTO, stored("image/jpeg"), "photo", "tep.jpg"),
        (MediaKind.PHOTO, stored("image/jpeg", 11_000_000), "document", "tep.jpg"),
        (MediaKind.PHOTO, stored("image/heic"), "document", "tep.heic"),
        (MediaKind.VIDEO, stored("video/mp4"), "video", "tep.mp4"),
        (MediaKind.VIDEO, stored("video/webm"), "document", "tep.webm"),
        (MediaKind.AUDIO, stored("audio/ogg"), "voice", "tep.ogg"),
        (MediaKind.AUDIO, stored("audio/mpeg"), "audio", "tep.mp3"),
        (MediaKind.AUDIO, stored("audio/wav"), "document", "tep.wav"),
        (MediaKind.DOCUMENT, stored("application/pdf"), "document", "tep.pdf"),
        (MediaKind.DOCUMENT, stored("odd/thing"), "document", "tep.bin"),
    ],
)
def test_files_go_by_the_method_that_shows_them(
    kind: MediaKind, file: StoredFile, method: str, filename: str
) -> None:
    _, (call,) = show(Reply(verbatim("x"), media=(Media(kind, file),)))
    assert (call.method, call.filename, call.stored) == (method, filename, file)


def test_a_small_text_goes_as_a_document_under_its_own_name() -> None:
    text = Media(MediaKind.DOCUMENT, data="Phong bì", name="../phong-bi TK-7F3K2.txt")
    _, (call,) = show(Reply(verbatim("x"), media=(text,)))
    assert (call.method, call.filename) == ("document", "phong-biTK-7F3K2.txt")
    assert call.data == "Phong bì".encode()


def test_a_qr_code_is_drawn_and_a_long_caption_goes_on_as_text() -> None:
    caption = verbatim("Một câu. " * 200)
    words, (call,) = show(
        Reply(verbatim("Cuối"), media=(Media(MediaKind.QR, None, "d", caption),))
    )
    assert (call.method, call.data) == ("photo", b"d")
    assert len(call.caption) <= 1024
    assert "".join([call.caption, *(w.text for w in words)]).count("Một câu.") == 200
    assert words[-1].text == "Cuối"


def test_buttons_without_words_hang_on_the_last_file() -> None:
    media = (Media(MediaKind.PHOTO, stored("image/png")),) * 2
    words, files = show(Reply(verbatim(" "), (choice("Gửi"),), media))
    assert words == []
    assert [file.keyboard is None for file in files] == [True, False]


def test_nothing_of_a_message_shows_in_its_repr() -> None:
    words, files = show(
        Reply(Text("CANARY"), (choice("CANARY"),), (Media(MediaKind.QR, None, "CANARY"),))
    )
    assert "CANARY" not in repr((words, files))
