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
follow-up-office = Tin { $reference } nay do { $office } tiếp nhận và xử lý.
follow-up-status =
    Tin { $reference }, gửi { $at }
    { $status }
follow-up-answer-here = Công an đang chờ anh/chị trả lời. Anh/chị viết ngay tại đây.
follow-up-reply = Trả lời
follow-up-add = Viết thêm cho { $reference }
follow-up-by-receipt = Tin khác, bằng biên nhận

follow-up-erased = Tin của biên nhận này đã được xoá theo quy định: nội dung và đường liên lạc không còn, không ai mở lại được. Có chuyện mới, anh/chị báo tin mới nhé.

## Sang trang web
follow-up-page =
    Anh/chị mở liên kết này để làm tiếp trên trang web: phần đang viết được mang theo, gửi tệp, video, vị trí đều được.
    Liên kết dùng một lần, trong 30 phút; anh/chị đừng đưa cho ai. Mã: { $code }
follow-up-page-open = Mở trang web
follow-up-page-here = Anh/chị đang ở trang web rồi, cứ viết và gửi tệp ngay tại đây.
follow-up-page-staff = Trang web ở đây.
follow-up-app-zalo = bên Zalo
follow-up-app-telegram = bên Telegram
follow-up-app-platform = bên kia
follow-up-door-told =
    Phần đang viết { $app } đã sang đây: { $words ->
        [0] chưa có lời kể
       *[other] { $words } đoạn lời kể
    }, { $files ->
        [0] chưa có tệp
       *[other] { $files } tệp
    }. Anh/chị làm tiếp ở trang này: tệp, video, vị trí gửi ở đây đều được, { $app } không thấy.
follow-up-door-on = Mình làm tiếp ở trang này nhé; gửi tệp, video, vị trí đều được.
follow-up-door-tips = Từ giờ công an có hỏi thêm về tin { $references } thì hỏi cả ở trang này. Những gì đã nói trước đây, anh/chị xem lại bằng mã biên nhận.
follow-up-door-asked = Công an đang chờ anh/chị trả lời về tin { $reference }. Câu hỏi vẫn ở { $app }, mở lại được bằng mã biên nhận; anh/chị viết câu trả lời ngay tại đây.
follow-up-door-unknown = Liên kết này không dùng được nữa: đã mở ở nơi khác, hoặc đã quá 30 phút. Anh/chị quay lại cuộc trò chuyện, gõ /web để lấy liên kết mới; phần chưa chuyển sang vẫn còn bên ấy.
follow-up-door-busy = Trang này đang có phần viết dở khác của anh/chị. Anh/chị gửi hoặc bỏ phần ấy trước, rồi mở lại liên kết; phần viết { $app } vẫn còn nguyên.
follow-up-door-staff = Trang này đang dùng cho việc cơ quan nên không nhận phần viết của bà con. Anh/chị mở liên kết bằng trình duyệt khác giúp; phần viết vẫn còn nguyên.

## Rút liên hệ
follow-up-withdraw =
    Rút liên hệ của tin { $reference }?
    Công an giữ tin nhưng không hỏi lại anh/chị được nữa. Sau này chỉ mã biên nhận mở lại được, anh/chị nhớ giữ mã.
follow-up-withdraw-yes = Rút liên hệ
follow-up-withdraw-no = Để như cũ
follow-up-withdraw-which = Anh/chị muốn rút liên hệ của tin nào?
follow-up-withdrawn = Đã rút liên hệ của tin { $reference }. Không ai hỏi lại anh/chị về tin này được nữa; mã biên nhận vẫn mở được tin.
follow-up-not-withdrawn = Vâng, vẫn để như cũ.
follow-up-not-linked = Cuộc trò chuyện này không gắn với tin nào như vậy, nên không có liên hệ nào để rút. Nếu giữ biên nhận, anh/chị gõ mã để xem tin.
follow-up-allowed = Công an có hỏi thêm về tin { $reference } thì hỏi ngay tại đây. Khi nào không muốn nữa, anh/chị chọn Rút liên hệ.
follow-up-allowed-for-days = Trong 2 ngày tới công an có hỏi thêm về tin { $reference } thì hỏi ngay tại đây. Sau đó, thỉnh thoảng anh/chị gõ mã biên nhận, hoặc nhắn lại một chữ, để xem có câu hỏi không nhé. Khi nào không muốn nữa, anh/chị chọn Rút liên hệ.

## Rời đi
follow-up-kept = Biên nhận tin { $reference } đã cất khỏi màn hình. Anh/chị giữ mã cho kín nhé.
follow-up-kept-once = Biên nhận đã cất khỏi màn hình. Anh/chị giữ mã cho kín nhé.
follow-up-kept-stays = Vâng. Zalo không cho tôi cất biên nhận { $reference } khỏi màn hình: anh/chị chép lại, rồi tự xoá tin nhắn ấy trong Zalo cho kín nhé.
follow-up-wipe = Xoá cuộc trò chuyện này và phần đang viết dở? Chúng tôi quên luôn đường liên lạc, công an không hỏi lại ở đây được nữa. Tin đã gửi vẫn ở chỗ công an; sau này chỉ xem lại được bằng mã biên nhận.
follow-up-wipe-yes = Xoá hết
follow-up-wipe-no = Không xoá
follow-up-wiped = Đã xoá cuộc trò chuyện, phần viết dở và đường liên lạc. Tin đã gửi vẫn còn, xem lại bằng mã biên nhận.
follow-up-wiped-telegram = Đã xoá phần viết dở, đường liên lạc và những tin nhắn Telegram còn cho xoá (48 giờ qua). Tin nhắn nào còn lại, anh/chị tự xoá trong Telegram giúp. Tin đã gửi vẫn còn, xem lại bằng mã biên nhận.
follow-up-wiped-zalo = Đã xoá ở chỗ chúng tôi: phần viết dở và đường liên lạc. Zalo không cho tôi xoá tin nhắn trong máy, anh/chị tự xoá cuộc trò chuyện này trong Zalo giúp. Tin đã gửi vẫn còn, xem lại bằng mã biên nhận.
follow-up-not-wiped = Vâng, không xoá gì cả.
