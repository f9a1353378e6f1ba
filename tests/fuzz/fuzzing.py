"""How much is tried, and what is made up."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EXAMPLES = 150 * int(os.environ.get("TINBAO_FUZZ", "1"))
bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

TEXT = st.text(st.characters(codec="utf-8"), max_size=400) | st.text(max_size=60)
WORDS = st.sampled_from(
    ["/start", "/xoa", "huỷ", "TB-", "TK-7F3K2", "1", "gửi luôn", "đổi", "@Bot"]
)
TYPED = TEXT | st.lists(WORDS | TEXT, max_size=4).map(" ".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)
