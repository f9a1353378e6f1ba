### Cửa khác: cán bộ nhập tin nhận qua điện thoại hoặc thư. Không hỏi, không ghi tên người báo.

doors-source = Đồng chí nhập tin nhận qua đâu?
doors-phone = Điện thoại
doors-letter = Thư, hòm thư tố giác
doors-kind = Bà con báo chuyện gì?
doors-story-phone =
    Đồng chí gõ lại lời bà con kể: thấy gì, ai, ra sao; nhiều tin nhắn cũng được.
    Không hỏi, không ghi tên, số máy của người gọi. Ai muốn để lại tên thì tự để bằng mã biên nhận.
doors-story-letter =
    Đồng chí gõ nội dung thư, hoặc chụp ảnh gửi vào đây; nhiều tin nhắn cũng được.
    Che tên, địa chỉ, chữ ký của người viết trước khi chụp; không gõ tên người viết.
doors-noted = Đã ghi, chưa gửi. Còn gì đồng chí nhập tiếp; đủ rồi thì chọn Xong.
doors-done = Xong
doors-no-voice = Ghi âm cuộc gọi không lưu ở đây: nghe giọng là biết người. Đồng chí gõ lại lời kể giúp.
doors-when = Chuyện xảy ra lúc nào? Đồng chí chọn hoặc gõ.
doors-unknown = Không rõ
doors-point = Gần điểm nào của đơn vị? Đồng chí chọn, hoặc gõ tên.
doors-no-point = Không thuộc điểm nào
doors-more = Xem thêm
doors-point-which = Có mấy điểm tên gần như vậy, đồng chí chọn giúp:
doors-point-unknown = Đơn vị mình chưa có điểm nào tên như vậy. Đồng chí gõ lại, hoặc chọn Không thuộc điểm nào.
doors-where = Cụ thể ở đâu? Đồng chí gõ địa chỉ, hoặc gửi vị trí.
doors-urgent = Có ai đang gặp nguy không, có cần xử lý ngay không?
doors-review =
    Đồng chí xem lại (nhận qua { $source }):
    • Chuyện: { $kind } · { $urgency }
    • Điểm: { $point }
    • Lời kể: { $parts } đoạn, { $files } tệp
    Gửi vào hàng đợi chứ?
doors-number-there =
    Trong lời kể có số điện thoại. Nếu là số của người báo, đồng chí chọn Bỏ số điện thoại trước khi gửi.
doors-unnumber = Bỏ số điện thoại
doors-send = Gửi vào hàng đợi
doors-add = Nhập thêm
doors-filed-phone =
    Đã vào sổ tin { $reference }, { $office } xử lý.

    Đồng chí đọc cho bà con mã này, đọc chậm từng nhóm:
    { $receipt }

    Bà con giữ mã để xem trả lời và kể thêm, ở trang web hoặc gõ vào Tinbao. Mã không lưu ở đâu cả: đọc xong, đồng chí chọn Đã đọc xong.
doors-filed-letter =
    Đã vào sổ tin { $reference }, { $office } xử lý.

    Mã biên nhận, nếu gặp được người viết thư:
    { $receipt }

    Mã không lưu ở đâu cả: xong, đồng chí chọn Đã đọc xong.
doors-filed-elsewhere =
    Tin nói về cán bộ nên đã tới thẳng { $office }. Đơn vị mình không thấy tin này nữa; đồng chí giữ kín giúp.

    Đồng chí đọc cho bà con mã này:
    { $receipt }

    Mã không lưu ở đâu cả: đọc xong, đồng chí chọn Đã đọc xong.
doors-official-here = Lưu ý: ở đây chưa có đơn vị cấp trên nào nhận tin về cán bộ, nên tin nằm trong hàng đợi của đơn vị mình. Nếu bà con ngại, đồng chí mời báo công an tỉnh.
doors-read = Đã đọc xong
doors-put-away = Đã cất mã. Cảm ơn đồng chí.
doors-put-away-stays = Zalo không cho tôi cất mã khỏi màn hình: nhờ đồng chí tự xoá tin nhắn có mã trong Zalo giúp; ai cầm mã là xem được tin.
doors-again = Nhập tin khác
doors-going-on = Đồng chí đang nhập dở một tin; phần đã nhập còn nguyên. Nhập tiếp ở câu dưới, hoặc chọn Thôi để bỏ rồi nhập tin mới.
