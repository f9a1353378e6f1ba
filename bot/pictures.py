"""Who draws: the pictures of digests and of places, with words in the first language."""

from __future__ import annotations

from collections.abc import Callable

from bot.digest.chart import Chart as DigestChart
from bot.domain.coverage import Chart, Map
from bot.domain.duty import Figures
from bot.domain.message import Text
from bot.points_pictures.pictures import Pictures
from bot.texts import LOCALES, Texts


def of_digests(texts: Texts) -> Callable[[Figures], bytes]:
    """The chart of a daily digest."""
    return DigestChart(_said(texts)).draw


def of_places(texts: Texts) -> Callable[[Chart | Map], bytes]:
    """Coverage as a chart or a map."""
    return Pictures(_said(texts)).draw


def _said(texts: Texts) -> Callable[[Text], str]:
    return lambda text: texts.render(text, LOCALES[0])
