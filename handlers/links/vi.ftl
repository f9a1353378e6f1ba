### Tin trùng, gộp tin, tin liên quan. Nói với đồng chí ở bàn tiếp nhận.

## Trong hồ sơ
links-twin = 👥 Có thể trùng với { $reference }: { $why }.
links-why-point = cùng điểm
links-why-nearby = cách nhau chưa tới 300 m
links-why-place = cùng chỗ theo lời kể
links-why-night = cùng tối
links-why-day = cùng ngày
links-why-days = { $n ->
    [0] cách nhau chưa tới một ngày
   *[other] cách nhau { $n } ngày
}
links-why-kind = cùng loại
links-why-words = lời kể giống { $n }%
links-commas = { $first }, { $rest }
links-merge-with = Gộp với { $reference }
links-apart = Không trùng { $reference }
links-part = 👤 Từ người báo thứ { $number ->
    [2] hai
    [3] ba
    [4] tư
   *[other] { $number }
} · tin { $reference } (đã gộp):
links-part-erased = 👤 Người báo thứ { $number } · tin { $reference }: nội dung đã được xoá.
links-is-inside = 🧩 Tin này đã gộp vào tin { $into } và được xử lý ở đó.
links-unmerge = Tách { $reference } ra
links-related = 🔗 Liên quan: { $names }
links-see-related = Tin liên quan

## Gộp
links-do-merge = Gộp vào tin khác…
links-ask-merge = Tin { $reference } gộp vào tin nào? Đồng chí gõ mã tin kia. Mỗi người báo vẫn giữ biên nhận riêng, không ai biết có người khác.
links-merged = 🧩 Đã gộp tin { $reference } vào tin { $into }. Gộp nhầm thì tách ra lúc nào cũng được.
links-merged-turned = 🧩 Đã gộp tin { $reference } vào tin { $into }: tin { $into } khẩn cấp nên được giữ làm tin chính. Gộp nhầm thì tách ra lúc nào cũng được.
links-told-merged = 🧩 { $name } đã gộp tin { $reference } vào tin { $into }.
links-unmerged = Đã tách tin { $reference } khỏi tin { $into }; tin về lại như trước khi gộp.
links-unmerged-closed = Đã tách tin { $reference } khỏi tin { $into }. Tin vẫn ở trạng thái đã kết thúc; muốn làm tiếp, đồng chí mở lại tin.
links-told-unmerged = { $name } đã tách tin { $reference } khỏi tin { $into }; tin trở lại hàng đợi.
links-not-merged = Tin { $reference } không gộp vào tin nào.
links-same = Đó là cùng một tin. Đồng chí chọn tin khác giúp.
links-no-such = Không có tin nào mang mã đó trong đơn vị. Đồng chí xem lại mã, ví dụ TK-7F3K2, rồi gõ lại.
links-owned-by = Tin { $reference } do { $owner } giữ. Đồng chí trao đổi với { $owner }, hoặc đánh dấu hai tin liên quan.
links-has-ended = Tin { $reference } đã có kết luận nên không gộp được. Đồng chí có thể đánh dấu hai tin liên quan.
links-changed = Một trong hai tin vừa thay đổi nên chưa gộp. Đồng chí mở lại tin xem giúp.

## Liên quan
links-do-relate = Tin liên quan…
links-ask-relate = Tin { $reference } liên quan tới tin nào? Đồng chí gõ mã tin kia.
links-relate-to = Liên quan { $reference }
links-now-related = 🔗 Đã ghi: tin { $reference } liên quan tới tin { $other }.
links-unrelate = Bỏ liên quan { $reference }
links-not-related = Đã bỏ: tin { $reference } và tin { $other } không còn ghi là liên quan.
links-none-related = Tin { $reference } chưa có tin nào liên quan.
links-list-related =
    🔗 Liên quan tới tin { $reference }:
    { $lines }
links-is-apart = Đã nhớ: tin { $reference } và tin { $other } không trùng nhau. Tinbao không hỏi lại nữa.
