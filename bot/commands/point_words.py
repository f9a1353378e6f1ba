"""How a list of places calls its columns, kinds and audiences: what is understood, and (the first
of each) what is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from bot.domain.points import Audience, PointKind
from bot.domain.words import fold

Key = TypeVar("Key", bound=str)

HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("loại", "kind", "loại điểm", "loại hình", "type"),
    "name": ("tên", "name", "tên điểm", "tên gọi"),
    "parent": (
        *("thuộc thôn", "thôn", "parent", "thuộc", "thôn/tổ", "thuộc thôn/tổ dân phố"),
        *("thuộc tổ dân phố", "thuộc ấp", "thuộc khu phố", "hamlet"),
    ),
    "address": ("địa chỉ", "address"),
    "keeper": ("người phụ trách", "keeper", "phụ trách", "người quản lý"),
    "latitude": ("vĩ độ", "latitude", "lat"),
    "longitude": ("kinh độ", "longitude", "lon", "lng", "long"),
    "tags": ("đối tượng", "tags", "audience", "audiences"),
    "pledged_on": ("ngày ký cam kết", "pledged", "cam kết", "ký cam kết", "ngày cam kết"),
    "rules_on": ("ngày niêm yết nội quy", "rules", "nội quy", "niêm yết nội quy", "ngày niêm yết"),
    "notes": ("ghi chú", "notes", "note"),
    "signs": ("số biển", "signs", "số lượng biển"),
}
NEEDED: Final = ("kind", "name")
TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "serials": ("số hiệu biển", "serials"),
    "state": ("tình trạng", "state"),
}
"""Columns that an export has besides; an import passes over them."""

KINDS: Final[Mapping[PointKind, tuple[str, ...]]] = {
    PointKind.HAMLET: (
        *("thôn", "hamlet", "sóc", "ấp", "tổ dân phố", "tdp", "khu phố", "khóm", "bản", "buôn"),
        *("làng", "phum", "plei", "xóm", "khối", "khối phố", "khu dân cư", "tổ", "đội", "village"),
    ),
    PointKind.SCHOOL: (
        *("trường học", "school", "trường", "trường mầm non", "trường mẫu giáo", "mầm non"),
        *("trường tiểu học", "tiểu học", "trường thcs", "thcs", "trường thpt", "thpt"),
        *("trường trung học cơ sở", "trường trung học phổ thông", "trường nghề"),
    ),
    PointKind.BOARDING_HOUSE: (
        *("nhà trọ", "boarding house", "khu nhà trọ", "khu trọ", "phòng trọ", "dãy trọ"),
        *("dãy nhà trọ", "cơ sở cho thuê trọ", "nhà cho thuê", "boarding"),
    ),
    PointKind.ENTERPRISE: (
        *(
            "doanh nghiệp",
            "enterprise",
            "công ty",
            "nhà máy",
            "xí nghiệp",
            "hợp tác xã",
            "company",
        ),
        *("cơ sở sản xuất", "cơ sở kinh doanh", "factory"),
    ),
    PointKind.PUBLIC_PLACE: (
        *("nơi công cộng", "public place", "công cộng", "địa điểm công cộng", "chợ", "bến xe"),
        *("nhà văn hóa", "trạm y tế", "trụ sở", "ubnd", "công viên", "xã", "phường", "place"),
    ),
}
AUDIENCES: Final[Mapping[Audience, tuple[str, ...]]] = {
    Audience.GENERAL: ("mọi người", "general", "chung", "người dân", "nhân dân", "tất cả"),
    Audience.WORKERS: ("công nhân", "workers", "người lao động", "lao động"),
    Audience.PUPILS: ("học sinh", "pupils", "sinh viên", "học sinh, sinh viên"),
    Audience.PARENTS: ("phụ huynh", "parents", "cha mẹ", "bố mẹ"),
    Audience.LANDLORDS: ("chủ nhà trọ", "landlords", "chủ trọ"),
    Audience.HIGH_RISK: ("nguy cơ cao", "high risk", "nhóm nguy cơ cao"),
}


def meanings(words: Mapping[Key, Iterable[str]]) -> dict[str, str]:
    """Every word of a table, folded, with what it means; the service's own word too."""
    return {fold(said): str(key) for key, names in words.items() for said in (str(key), *names)}
