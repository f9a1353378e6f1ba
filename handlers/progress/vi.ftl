### Đường đi của một tin: xác minh, bàn giao, phân công, gia hạn, mở lại

## Lựa chọn
progress-do-verify = Bắt đầu xác minh
progress-do-hand = Bàn giao cho đồng chí khác
progress-do-release = Trả về hàng đợi
progress-do-assign = Phân công
progress-do-extend = Gia hạn
progress-do-reopen = Mở lại tin
progress-release-yes = Đồng ý trả lại

## Xác minh
progress-verifying = 🔎 Đồng chí bắt đầu xác minh tin { $reference }.
progress-told-verifying = 🔎 { $name } bắt đầu xác minh tin { $reference }.

## Trả về hàng đợi
progress-release-confirm = Trả tin { $reference } về hàng đợi? Tin sẽ chưa có ai giữ cho đến khi có đồng chí nhận.
progress-released = Đã trả tin { $reference } về hàng đợi. Ghi chú và tin nhắn vẫn còn nguyên.
progress-told-released = ↩️ { $name } trả tin { $reference } về hàng đợi. Tin đang chờ người nhận.

## Bàn giao, phân công
progress-hand-to = Đồng chí bàn giao tin { $reference } cho ai?
progress-assign-to = Đồng chí giao tin { $reference } cho ai?
progress-handed = Đã bàn giao tin { $reference } cho { $name }. Từ giờ { $name } hỏi lại người báo và kết thúc tin; đồng chí vẫn xem và ghi chú được.
progress-assigned = Đã giao tin { $reference } cho { $name }. Tinbao đã báo cho những người liên quan.
progress-told-handed = 🤝 { $name } bàn giao tin { $reference } cho đồng chí.
progress-told-assigned = 📌 { $name } giao tin { $reference } cho đồng chí.
progress-told-reassigned = 📌 { $name } chuyển tin { $reference } của đồng chí cho { $to }.
progress-nobody = Đơn vị chưa có ai khác nhận được tin { $reference }. Chỉ huy mời thêm đồng chí vào rồi làm lại giúp.
progress-not-there = Người vừa chọn không có trong đơn vị hoặc không nhận tin được. Đồng chí chọn lại trong danh sách giúp.

## Mở lại
progress-reopen-why = Vì sao mở lại tin { $reference }? Đồng chí gõ lý do trong một hai câu; lý do được niêm phong trong nhật ký.
progress-reopened = ↩️ Đã mở lại tin { $reference }; tin do đồng chí giữ.
progress-told-reopened = ↩️ { $name } mở lại tin { $reference }.
progress-not-ended = Tin { $reference } chưa kết thúc nên không cần mở lại.

## Gia hạn
progress-extend-why = Vì sao cần gia hạn tin { $reference }? Đồng chí gõ lý do trong một hai câu; lý do được niêm phong trong nhật ký.
progress-extended = ⏳ Đã gia hạn tin { $reference }. Hạn mới: { $until }.
progress-not-extended = Tin { $reference } không gia hạn được nữa: chưa có hạn nào đang chạy, hoặc đã gia hạn hết mức luật cho phép.
progress-no-clock = Tin { $reference } không còn hạn nào đang chạy.

## Tin đã đổi trong lúc làm
progress-is-otherwise = Hiện tin { $reference } do đồng chí giữ, { $status }. Cần đổi gì nữa, đồng chí mở tin và làm lại giúp.
progress-is-free = Hiện tin { $reference } chưa có ai giữ, { $status }. Cần đổi gì nữa, đồng chí mở tin và làm lại giúp.
progress-status-new = đang chờ
progress-status-acknowledged = đã tiếp nhận
progress-status-verifying = đang xác minh
progress-status-transferred = đã chuyển cơ quan khác
progress-status-concluded = đã kết luận, chưa đóng
progress-status-closed = đã đóng
progress-status-reopened = đã mở lại
