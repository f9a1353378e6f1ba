"""The paper backup of a custodian's key as a page to print."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

from qr.codes import qr_png, qr_text
from storage.crypto.paper import lines_of, qr_data

if TYPE_CHECKING:
    from storage.crypto.custodian import LockedKey

_HOW = (
    "Bản giấy chìa khoá của người giữ khoá. Cần cả tờ giấy này VÀ câu mật khẩu.",
    "Không viết câu mật khẩu lên tờ này. Cất ở nơi có khoá, xa tệp chìa khoá.",
    "Làm lại tệp chìa khoá: gõ các dòng dưới đây vào một tệp văn bản (hoặc quét mã QR),",
    "rồi chạy: tinbao custodian restore TEP.txt",
)
_PAGE = """<!doctype html>
<html lang="vi"><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 11pt/1.5 system-ui, sans-serif; margin: 15mm; color: #000; background: #fff }}
pre {{ font: 12pt/1.7 "DejaVu Sans Mono", Consolas, monospace; margin: 6mm 0 }}
img {{ width: 70mm; height: 70mm; image-rendering: pixelated }}
p {{ margin: 0 }} h1 {{ font-size: 15pt; margin: 0 0 3mm }}
</style>
<h1>Tinbao: {name}</h1>
<p>Dấu vân tay: <strong>{mark}</strong></p>
{how}
<pre>{lines}</pre>
<img alt="QR" src="data:image/png;base64,{qr}">
</html>
"""


def as_text(key: LockedKey) -> str:
    """For a printer without a browser."""
    head = [f"TINBAO: {key.name}", f"Dấu vân tay: {key.fingerprint}", *_HOW, ""]
    return "\n".join([*head, *lines_of(key), "", qr_text(qr_data(key)), ""])


def as_html(key: LockedKey) -> str:
    """One page of A4; opens without a network."""
    return _PAGE.format(
        title=escape(f"Tinbao {key.fingerprint}"),
        name=escape(key.name),
        mark=key.fingerprint,
        how="".join(f"<p>{escape(line)}</p>" for line in _HOW),
        lines=escape("\n".join(lines_of(key))),
        qr=base64.b64encode(qr_png(qr_data(key))).decode(),
    )
