"""What the bot understands in a group, where it is deaf to everything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.group_words import said_in_group
from bot.domain.codes import ALPHABET
from bot.domain.message import GroupSaid

CODE = "7F3K2Q9X1A2B"
JOIN, LEAVE, REPORT = GroupSaid.JOIN, GroupSaid.LEAVE, GroupSaid.REPORT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@Bot DANGKY 7F3K-2Q9X-1A2B", (JOIN, CODE)),
        ("@Bot đăng ký 7f3k 2q9x 1a2b", (JOIN, CODE)),
        ("@Bot dang ky 7f3k2q9x1a2b", (JOIN, CODE)),
        ("@Tin Báo An Bình DANGKY 7F3K-2Q9X-1A2B", (JOIN, CODE)),
        ("\u200b@Bot\u00a0Đăng kí 7F3K–2Q9X–1A2B", (JOIN, CODE)),
        ("/dangky@an_binh_bot 7F3K-2Q9X-1A2B", (JOIN, CODE)),
        ("DANGKY 7F3K-2Q9X-1A2B", (JOIN, CODE)),
        ("DANGKY 7F3K-2Q9X-1A2B @Bot", (JOIN, CODE)),
        ("@Lan @Bot DANGKY 7F3K-2Q9X-1A2B", (JOIN, CODE)),
        ("@Công an xã Tân Khai DANGKY 7F3K-2Q9X-1A2B", (JOIN, CODE)),
        ("@Tin báo xã Tân Khai đăng ký 7F3K 2Q9X 1A2B", (JOIN, CODE)),
        ("/dangky", (JOIN, "")),
        ("@Bot dangky", (JOIN, "")),
        ("@Bot DANGKY 7F3K-2Q9X", (JOIN, "")),
        ("@Bot ROI", (LEAVE, "")),
        ("@Bot roi", (LEAVE, "")),
        ("@Tin Báo rời nhóm", (LEAVE, "")),
        ("@Công an xã Tân Khai ROI", (LEAVE, "")),
        ("@Công an xã Tân Khai hủy đăng ký!", (LEAVE, "")),
        ("HUY DANGKY", (LEAVE, "")),
        ("@Bot ngừng nhận tin", (LEAVE, "")),
        ("/roi@an_binh_bot", (LEAVE, "")),
        ("ROI", (LEAVE, "")),
        ("@Bot báo tin", (REPORT, "")),
        ("@Bot tôi thấy có người bán ma tuý ở quán nước", (REPORT, "")),
        ("@Bot đăng ký khám bệnh ở đâu", (REPORT, "")),
        ("nhà anh Tư hay tụ tập lắm", (REPORT, "")),
        ("@Bot bán người", (REPORT, "")),
        ("@Bot rồi", (REPORT, "")),
        ("@Bot nhà anh Tư sắp rời", (REPORT, "")),
        ("@Bot nhà ông Ba bán thuốc, cảm ơn", (REPORT, "")),
        ("@Bot Nhà Ông Ba", (REPORT, "")),
        ("@Công an xã Tân Khai", (REPORT, "")),
        ("@Bot hủy đăng ký rồi mà nhà ông Ba vẫn bán", (REPORT, "")),
        ("@Bot tôi báo rồi", (REPORT, "")),
        ("/baotin", (REPORT, "")),
        ("/tố giác quán nước", (REPORT, "")),
        ("@Bot cảm ơn", None),
        ("@Tin Báo An Bình xin chào cả nhà", None),
        ("cam on bot nhe", None),
        ("@Bot", None),
        ("@Bot 👍", None),
        ("  ", None),
        ("/start@an_binh_bot", None),
        ("/trogiup", None),
    ],
)
def test_spoken_to(text: str, said: tuple[GroupSaid, str] | None) -> None:
    """Where the platform brings only what mentions or answers the bot."""
    assert said_in_group(text, everything_heard=False) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("DANGKY 7F3K-2Q9X-1A2B", (JOIN, CODE)),
        ("đăng ký 7F3K2Q9X1A2B", (JOIN, CODE)),
        ("/dangky 7F3K-2Q9X", (JOIN, "")),
        ("ROI", (LEAVE, "")),
        ("rời", (LEAVE, "")),
        ("roi nhom", (LEAVE, "")),
        ("@Công an xã Tân Khai ROI", (LEAVE, "")),
        ("@Công an xã Tân Khai báo tin", (REPORT, "")),
        ("báo tin", (REPORT, "")),
        ("Em muốn báo tin có người bán thuốc", (REPORT, "")),
        ("to giac quán nước đầu xóm", (REPORT, "")),
        ("I want to report", (REPORT, "")),
        ("Báo tin: nhà số 5 bán ma tuý", (REPORT, "")),
        ("bao tin, dau xom co nguoi hut chich", (REPORT, "")),
        ("Tôi muốn báo tin!", (REPORT, "")),
        ("/baotin quán nước đầu xóm", (REPORT, "")),
        ("Báo tin vui: chị Ba sinh rồi", None),
        ("@Lan báo tin vui cho cả nhà nhé", None),
        ("Báo tin buồn: cụ Tư đã mất", None),
        ("báo tin cho anh Nam chưa", None),
        ("report bài tập mai nộp", None),
        ("đăng ký khám sức khoẻ mai nhé", None),
        ("đăng ký 0912345678", None),
        ("đăng ký", None),
        ("roi", None),
        ("@Lan chị Tư sắp rời", None),
        ("@Lan nhớ hủy đăng ký", None),
        ("rồi", None),
        ("rơi", None),
        ("Bảo Tín mở cửa rồi", None),
        ("@Lan chiều nay họp nhé", None),
        ("nhà anh Tư hay tụ tập lắm", None),
        ("/start", None),
        ("", None),
    ],
)
def test_where_everything_is_heard(text: str, said: tuple[GroupSaid, str] | None) -> None:
    """Talk among neighbours is left alone."""
    assert said_in_group(text, everything_heard=True) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@Tin báo An Bình roi", (LEAVE, "")),
        ("@tin bao an binh DANGKY 7F3K-2Q9X", (JOIN, "")),
        ("@Lan roi", None),
        ("@Lan đăng ký chưa", None),
        ("/roi@Tin_bao_An_Binh", (LEAVE, "")),
        ("@Tin báo An Bình báo tin vui cho cả xóm", (REPORT, "")),
        ("/roi@another_bot", None),
    ],
)
def test_the_bots_own_name(text: str, said: tuple[GroupSaid, str] | None) -> None:
    """It may have several words, and others have names too."""
    assert said_in_group(text, everything_heard=True, name="Tin báo An Bình") == said


@given(st.text(), st.booleans(), st.sampled_from(["", "@Bot ", "/dangky ", "@Bot DANGKY "]))
def test_nothing_of_the_words_comes_out(text: str, everything_heard: bool, before: str) -> None:
    """Whatever is said: silence, or a code's characters at most."""
    said = said_in_group(before + text, everything_heard=everything_heard)
    assert said is None or said[0] in (JOIN, LEAVE, REPORT)
    assert said is None or said[1] == "" or (said[0] is JOIN and len(said[1]) == 12)
    assert said is None or set(said[1]) <= set(ALPHABET)
