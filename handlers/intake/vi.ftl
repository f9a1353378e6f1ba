### Báo tin: từ lúc quét mã đến khi có biên nhận. Lời nói ngắn, như người cán bộ gần nhà nói với bà con.

## Chào
intake-welcome =
    { $hello }

    { $privacy }
    Phần viết dở tự xoá sau 24 giờ. Nguy hiểm thì gọi 113 trước.
intake-place = Bà con đang ở: { $point }, { $unit }.
intake-hello = Chào bà con { $unit }. Đây là nơi báo tin về ma tuý.
intake-hello-anywhere = Chào bà con. Đây là nơi báo tin về ma tuý.
intake-code-unknown = Mã này tôi không nhận ra, nhưng anh/chị vẫn báo tin được.
intake-code-wrong = Mã này chưa đúng, bà con xem lại giúp: sáu ký tự in trên biển. Gõ lại mã, hoặc cứ kể luôn cũng được; điều vừa gõ vẫn giữ lại.
intake-code-revoked = Mã này không còn dùng, nhưng anh/chị vẫn báo tin cho { $unit } được.
intake-privacy-web = Chỉ { $reader } đọc tin này, và không biết anh/chị là ai. Trang này không hỏi tên, không lưu số máy hay địa chỉ mạng.
intake-privacy-telegram = Chỉ { $reader } đọc tin này, và không thấy tên hay tài khoản của anh/chị. Telegram thấy được cuộc trò chuyện này; muốn kín hơn, anh/chị quét lại mã và chọn trang web.
intake-privacy-zalo = Chỉ { $reader } đọc tin này, và không thấy tên hay tài khoản của anh/chị. Zalo thấy được cuộc trò chuyện này; muốn kín hơn, anh/chị quét lại mã và chọn trang web.
intake-privacy-zalo-oa = Ở đây chỉ { $reader } đọc tin này, và không thấy tên hay tài khoản của anh/chị. Nhưng Zalo và người quản trị tài khoản Zalo này thấy được cuộc trò chuyện và tên Zalo của anh/chị; muốn kín hơn, anh/chị quét lại mã và chọn trang web.
intake-privacy-platform = Chỉ { $reader } đọc tin này, và không thấy tên hay tài khoản của anh/chị. Ứng dụng đang dùng thấy được cuộc trò chuyện này; muốn kín hơn, anh/chị quét lại mã và chọn trang web.

## Chọn nơi nhận
intake-unit = Chuyện xảy ra ở xã, phường nào? Anh/chị chọn, hoặc gõ tên.
intake-unit-more = Xem thêm
intake-unit-which = Có mấy nơi tên gần như vậy, anh/chị chọn giúp:
intake-unit-unknown = Tôi chưa tìm thấy tên đó.

## Người chưa chọn gì mà kể luôn
intake-offer =
    Anh/chị muốn gửi tin này cho { $reader } chứ?

    { $privacy }
intake-offer-again = Đã ghi lại. Gửi cho { $reader } chứ?
intake-send = Gửi luôn
intake-tell-more = Kể thêm
intake-do-not-send = Không gửi
intake-add-to = Thêm vào tin { $reference }
intake-form-kept = Phần anh/chị vừa điền vẫn giữ đây, chỉ còn thiếu lời kể.

## Chuyện gì
intake-kind = Anh/chị thấy chuyện gì? Chọn một mục, hoặc cứ kể luôn.
intake-kind-of-told = Chuyện này thuộc loại nào?
intake-danger-now = Đang nguy hiểm
intake-danger =
    Nếu có người đang gặp nguy, anh/chị gọi 113 trước và tránh ra xa.
    Gọi xong, hoặc không tiện gọi, mình ghi tin khẩn ở đây.
intake-call-113 = Gọi 113
intake-call-hotline = Gọi trực ban { $number }
intake-danger-on = Tiếp tục báo tin khẩn
intake-official = Tin này sẽ tới thẳng { $reader }; { $local } không thấy.
intake-official-here = Anh/chị lưu ý: ở đây chưa có nơi nhận cấp trên, tin sẽ do { $reader } đọc. Nếu ngại, anh/chị báo công an tỉnh.

## Kể
intake-story = Anh/chị kể giúp: thấy gì, ai, ra sao? Gửi ảnh, ghi âm, vị trí cũng được, nhiều tin nhắn cũng được.
intake-story-more = Anh/chị cứ kể tiếp. Đủ rồi thì chọn Xong.
intake-noted = Đã ghi lại, chưa gửi.
intake-noted-go-on = Đã ghi lại, chưa gửi. Còn gì anh/chị cứ kể tiếp; đủ rồi thì chọn Xong hoặc Gửi luôn.
intake-done = Xong

## Lúc nào, ở đâu
intake-when = Chuyện xảy ra lúc nào? Chọn hoặc gõ.
intake-where = Ở chỗ nào? Gõ địa chỉ, hoặc gửi vị trí.
intake-where-point = Chuyện xảy ra ngay tại { $point } hay chỗ khác?
intake-where-else = Ở chỗ nào? Anh/chị gõ địa chỉ, hoặc gửi vị trí.
intake-here = Ngay tại { $point }
intake-elsewhere = Chỗ khác
intake-skip = Bỏ qua

## Xem lại
intake-review =
    Anh/chị xem lại giúp:
    • Chuyện gì: { $kind }
    • Lúc nào: { $when }
    • Ở đâu: { $where }
    • Ảnh, tệp: { $files ->
        [0] không có
       *[other] { $files }
    }
    { $story }

    { $reach }
    Gửi cho { $reader } chứ? Anh/chị kể đúng điều mình biết là được; cố ý báo sai thì phải chịu trách nhiệm trước pháp luật.
intake-review-named =
    { $review }

    🔏 Tên để lại (niêm phong khi gửi): { $who }
intake-no-words = (không có lời kể)
intake-unsaid = chưa nói
intake-on-map = vị trí đã gửi
intake-urgent-kind = { $kind } (khẩn)
intake-reach-ask-back = Công an có thể hỏi thêm anh/chị ngay tại đây, không biết anh/chị là ai.
intake-reach-both = Công an có thể hỏi thêm anh/chị ở đây và cả ở cuộc trò chuyện lúc đầu, mà không biết anh/chị là ai.
intake-reach-one-way = Anh/chị không để lại đường liên lạc: gửi xong chúng tôi quên cuộc trò chuyện này, chỉ mã biên nhận mở lại được tin.
intake-choose-one-way = Không để lại đường liên lạc
intake-choose-ask-back = Cho phép hỏi lại ở đây
intake-add-more = Thêm nữa
intake-change-kind = Đổi loại

## Đã gửi
intake-urgent = Đây là tin khẩn. Nếu có người đang gặp nguy, anh/chị gọi 113 ngay.
intake-filed =
    Tin { $reference } đã tới { $reader }. Cảm ơn anh/chị.

    Mã biên nhận của anh/chị:
    { $receipt }

    Chỉ anh/chị có mã này. Hãy chép lại: gõ mã vào đây hoặc trên trang web để xem trả lời và kể thêm.
    { $reach }
intake-filed-ask-back = Công an có hỏi thêm thì hỏi ngay tại đây. Không muốn nữa, anh/chị chọn Rút liên hệ.
intake-filed-both = Công an có hỏi thêm thì hỏi ở đây và cả ở cuộc trò chuyện lúc đầu; trả lời bên nào cũng được. Không muốn nữa, anh/chị chọn Rút liên hệ.
intake-filed-ask-back-for-days = Trong 2 ngày tới công an có hỏi thêm thì hỏi ngay tại đây. Sau đó, thỉnh thoảng anh/chị gõ mã biên nhận, hoặc nhắn lại một chữ, để xem có câu hỏi không nhé. Không muốn nữa, anh/chị chọn Rút liên hệ.
intake-filed-one-way = Anh/chị không để lại đường liên lạc: công an không hỏi lại được, chúng tôi quên cuộc trò chuyện này. Thỉnh thoảng anh/chị gõ mã để xem có câu hỏi không nhé.
intake-qr = Quét để xem lại tin này.
intake-kept = Tôi đã chép lại
intake-link = Trang xem lại tin

## Dừng
intake-restarted = Mình làm lại từ đầu. Phần vừa kể đã bỏ.
intake-dropped = Đã bỏ, chưa gửi gì đi.
intake-nothing-open = Không có gì đang viết dở cả.
intake-expired = Phần viết dở đã tự xoá sau 24 giờ như đã hẹn. Khi nào tiện, anh/chị báo lại nhé.

## Đông người gửi một lúc
intake-held = Anh/chị đã gửi nhiều tin, hoặc chỗ này đang đông người báo. Phần viết vẫn giữ đây; khoảng { $minutes } phút nữa anh/chị chọn Gửi lại nhé. Gấp thì gọi 113.
intake-held-web = Đang có nhiều tin gửi tới cùng lúc. Phần viết vẫn giữ đây; anh/chị bấm Gửi tiếp, máy làm một bước nhỏ rồi tin đi luôn. Gấp thì gọi 113.
intake-held-send = Gửi lại
intake-held-go = Gửi tiếp
intake-full = Phần đang viết đã dài lắm rồi nên đoạn vừa rồi chưa ghi thêm được; mọi thứ trước đó vẫn còn. Anh/chị gửi tin này trước, rồi gửi tiếp đoạn đó nhé.
