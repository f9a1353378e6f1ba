### Sau biên nhận: hỏi đáp, xem tình trạng, rời đi.

## Viết thêm, trả lời
follow-up-write = Anh/chị viết cho tin { $reference }, gửi ảnh hay vị trí cũng được.
follow-up-passed = Đã chuyển tới người đang xử lý tin { $reference }. Còn gì anh/chị cứ viết tiếp.
follow-up-added = Đã thêm vào tin { $reference } và báo cho cán bộ.
follow-up-finish = Xong
follow-up-done = Cảm ơn anh/chị. Có gì mới, anh/chị cứ nhắn.
follow-up-closed = Tin này không còn mở. Có chuyện khác, anh/chị báo tin mới nhé.
follow-up-cancelled = Vâng, mình dừng ở đây. Những gì đã chuyển vẫn giữ nguyên.

## Biên nhận
follow-up-receipt = Anh/chị gõ mã biên nhận (16 ký tự, chữ hoa hay thường đều được).
follow-up-receipt-wrong = Mã này tôi không tìm thấy. Anh/chị xem lại từng ký tự rồi gõ lại nhé.
follow-up-slowly = Đã thử nhiều lần rồi. Anh/chị chờ { $minutes } phút rồi gõ lại giúp, để giữ an toàn cho mọi người báo tin.
follow-up-told =
    Công an, { $at }:
    { $text }
follow-up-status =
    Tin { $reference }, gửi { $at }
    { $status }
follow-up-answer-here = Công an đang chờ anh/chị trả lời. Anh/chị viết ngay tại đây.
follow-up-reply = Trả lời
follow-up-add = Viết thêm cho { $reference }
follow-up-by-receipt = Tin khác, bằng biên nhận

## Rời đi
follow-up-kept = Biên nhận tin { $reference } đã cất khỏi màn hình. Anh/chị giữ mã cho kín nhé.
follow-up-wipe = Xoá cuộc trò chuyện này và phần đang viết dở? Tin đã gửi vẫn ở chỗ công an; sau này chỉ xem lại được bằng mã biên nhận.
follow-up-wipe-yes = Xoá hết
follow-up-wipe-no = Không xoá
follow-up-wiped = Đã xoá cuộc trò chuyện và phần viết dở. Tin đã gửi vẫn còn, xem lại bằng mã biên nhận.
follow-up-wiped-telegram = Đã xoá phần viết dở và tin nhắn trong 48 giờ qua. Tin nhắn cũ hơn, anh/chị tự xoá trong Telegram giúp. Tin đã gửi vẫn còn, xem lại bằng mã biên nhận.
follow-up-not-wiped = Vâng, không xoá gì cả.
