### Bàn tiếp nhận: lời nói với cán bộ. Ngắn, lịch sự, không nêu nội dung khi chưa mở tin.

triage-notice =
    🔔 Tin mới { $reference }
    { $kind } · { $urgency }
    { $point }
triage-more = 💬 Người báo vừa bổ sung tin { $reference }.
triage-more-part = 💬 Tin { $reference }: người báo { $part } (đã gộp) vừa bổ sung.
triage-taken = ✋ { $name } đã nhận tin { $reference }.

## Lựa chọn
triage-open = Mở tin
triage-take = Nhận tin
triage-ask = Hỏi lại người báo
triage-note = Ghi chú nội bộ
triage-close = Kết thúc tin
triage-queue = Hàng đợi
triage-open-one = Mở { $reference }
triage-show-earlier = Xem tin nhắn cũ hơn
triage-deeds = Việc khác…
triage-more-deeds = Đồng chí muốn làm gì với tin { $reference }?
triage-stop = Thôi
triage-close-yes = Đồng ý kết thúc
triage-close-later = Kết luận, chưa đóng
triage-members = Thành viên
triage-audit = Nhật ký

## Lúc rảnh
triage-home =
    Chào { $name }. { $count ->
        [0] Hiện không có tin nào đang chờ.
       *[other] Đang có { $count } tin chưa kết thúc.
    }
    Đồng chí chọn ở dưới, gõ /hang-doi để xem hàng đợi, hoặc gõ mã tin để mở tin.
triage-home-other = Chào { $name }. Vai trò của đồng chí không xử lý tin; khi có việc, Tinbao sẽ nhắn. Gõ /trogiup để xem các lệnh.

## Hàng đợi
triage-line = • { $reference } · { $kind } · { $point } · { $age } · { $owner }{ $waiting ->
        [yes] { " · 💬 có bổ sung" }
       *[no] {""}
    }
triage-line-urgent = 🔴 KHẨN { $reference } · { $kind } · { $point } · { $age } · { $owner }{ $waiting ->
        [yes] { " · 💬 có bổ sung" }
       *[no] {""}
    }
triage-no-point = không rõ điểm
triage-no-owner = chưa ai nhận
triage-age-minutes = { $n ->
        [0] vừa xong
       *[other] { $n } phút trước
    }
triage-age-hours = { $n } giờ trước
triage-age-days = { $n } ngày trước

## Mở tin
triage-head =
    📄 Tin { $reference } · { $urgency }
    { $kind } · { $point } · { $age }
    { $status }
triage-status-closed = ✅ Đã kết thúc: { $outcome }
triage-status-verifying-by = 🔎 Đang xác minh · { $owner }
triage-status-transferred-by = ↗️ Đã chuyển cơ quan khác · { $owner }
triage-status-concluded-by = ☑️ Đã kết luận, chưa đóng · { $owner }
triage-status-reopened-by = ↩️ Mở lại · { $owner }
triage-status-closed-by = ✅ Đã đóng · { $owner }
triage-from-reporter = 👤 Người báo, { $age }:
triage-from-officer = 👮 { $author } hỏi, { $age }:
triage-said = { $text }
triage-said-when = Thời gian: { $when }
triage-said-where = Địa điểm: { $where }
triage-said-location = Vị trí: { $spot }
triage-said-lost = 📎 { $n } tệp không nhận được (hỏng, hết hạn hoặc máy không xử lý nổi); người báo đã được báo
triage-said-files = 📎 { $n } tệp, xem bên dưới
triage-voice-altered = Giọng đã đổi
triage-noted =
    🔒 Ghi chú nội bộ của { $author }, { $age } (người báo không thấy):
    { $text }
triage-earlier = … còn { $n } tin nhắn cũ hơn
triage-lines =
    { $first }
    { $rest }
triage-paragraphs =
    { $first }

    { $rest }
triage-reach-receipt = ℹ️ Người báo không để lại đường liên lạc: họ chỉ xem câu hỏi khi quay lại bằng biên nhận.
triage-reach-broken = ℹ️ Không hỏi lại người báo được nữa: họ chỉ xem câu hỏi nếu quay lại bằng biên nhận.
triage-is-erased = Nội dung tin { $reference } đã được xoá, không ghi thêm được.
triage-erased =
    { $head }

    Nội dung và đường liên lạc đã được xoá. Chỉ còn dòng sổ này.
triage-sealed =
    { $head }

    Máy này không giữ chìa khoá để mở nội dung. Mời đồng chí mở ở máy của bàn tiếp nhận.

## Nhận tin
triage-you-took = ✋ Đồng chí đã nhận tin { $reference }. Từ giờ chỉ đồng chí hỏi lại và kết thúc tin này.
triage-is-yours = Tin { $reference } đồng chí đang giữ rồi.
triage-owned-by = Tin { $reference } đã có { $owner } nhận. Đồng chí trao đổi với { $owner } nhé; đồng chí vẫn có thể ghi chú nội bộ.
triage-take-first = Tin { $reference } chưa ai nhận. Đồng chí nhận tin trước đã nhé.
triage-is-merged = Tin { $reference } đã gộp vào tin { $into }. Đồng chí làm việc ở tin { $into } nhé.
triage-is-closed = Tin { $reference } đã kết thúc.

## Hỏi lại, ghi chú
triage-ask-write =
    ✉️ Đồng chí gõ câu hỏi cho người báo tin { $reference }. Tin nhắn tiếp theo sẽ được gửi đi ngay; gửi kèm được một ảnh hoặc tệp PDF.
    Không hỏi tên, địa chỉ hay điều gì để lộ người báo.
triage-ask-attached = 📎 Đã giữ tệp để gửi kèm cho người báo tin { $reference }, chưa gửi. Đồng chí gõ câu hỏi đi cùng; gõ xong là gửi ngay.
triage-window-free = 🕓 Người báo nhắn qua Zalo: hỏi trước { $free } thì tới ngay. Sau đó câu hỏi có thể phải chờ đến khi họ nhắn lại (Zalo nhận chậm nhất { $until }).
triage-window-paid = 🕓 Người báo nhắn qua Zalo và đã hơn 48 giờ chưa nhắn gì: câu hỏi có thể phải chờ đến khi họ nhắn lại (Zalo nhận chậm nhất { $until }).
triage-window-closed = 🕓 Người báo nhắn qua Zalo và đã quá 7 ngày chưa nhắn gì, Zalo không cho nhắn nữa: câu hỏi sẽ chờ đến khi họ nhắn lại, hoặc mở biên nhận trên trang web.
triage-ask-whom = Tin { $reference } có nhiều người báo. Đồng chí hỏi ai? Mỗi người chỉ thấy câu hỏi về tin của mình.
triage-ask-all = Hỏi cả { $n } người
triage-ask-one = Người báo { $reference }
triage-ask-gone = Tin { $reference } vừa được tách ra nên chưa gửi câu hỏi. Đồng chí mở lại tin giúp.
triage-question =
    Cán bộ { $unit } hỏi thêm về tin { $reference }:
    “{ $question }”

    Anh/chị chọn Trả lời, hoặc viết ngay tại đây. Không cần cho biết mình là ai.
triage-asked = Đã gửi câu hỏi về tin { $reference }. Khi người báo trả lời, Tinbao sẽ nhắn đồng chí.
triage-asked-no-chat = Đã lưu câu hỏi về tin { $reference }. Không có đường liên lạc, người báo sẽ thấy khi quay lại bằng biên nhận.
triage-note-write = 🔒 Đồng chí gõ ghi chú nội bộ cho tin { $reference }. Ghi chú không bao giờ được gửi cho người báo.
triage-note-which = 🔒 Ghi chú cho tin nào? Đồng chí gõ /ghichu kèm mã tin, ví dụ: /ghichu TK-7F3K2 nội dung ghi chú.
triage-note-kept = 🔒 Đã lưu ghi chú nội bộ vào tin { $reference }.
triage-words-only = Ở bước này đồng chí gõ chữ giúp, Tinbao chưa nhận tệp hay vị trí.
triage-too-long = Đoạn này dài quá, đồng chí viết trong { $most } chữ cái giúp.
triage-stopped = Đã thôi, chưa có gì được gửi hay thay đổi.

## Kết thúc
triage-close-outcome = Kết quả xác minh tin { $reference } thế nào, đồng chí?
triage-close-confirm = Kết thúc tin { $reference } với kết quả “{ $outcome }”? Người báo sẽ được báo là tin đã xử lý xong.
triage-close-why = Vì sao kết luận tin { $reference } là “{ $outcome }”? Đồng chí gõ lý do trong một hai câu; lý do được niêm phong trong nhật ký.
triage-close-confirm-away = Đóng tin { $reference } đã chuyển cơ quan khác? Người báo sẽ được báo là tin đã xử lý xong.
triage-concluded = ☑️ Đã kết luận tin { $reference }: { $outcome }. Tin chưa đóng; khi xong việc, đồng chí chọn Kết thúc tin.
triage-closed-away = ✅ Đã đóng tin { $reference }.
triage-reason-length = Lý do cần từ { $least } đến { $most } chữ cái, đồng chí viết lại giúp.
triage-told-closed = Tin { $reference } đã được xử lý xong. Cảm ơn anh/chị đã báo tin.
triage-closed = ✅ Đã kết thúc tin { $reference }: { $outcome }.

## Từ chối
triage-nothing = Lựa chọn này không còn dùng được. Bà con muốn báo tin thì cứ nhắn vào đây ạ.
triage-not-allowed = Vai trò của đồng chí không làm được việc này.
triage-to-nobody = Nội dung vừa rồi chưa gửi cho ai. Muốn hỏi người báo, đồng chí mở tin rồi chọn Hỏi lại người báo.
triage-not-found = Không có tin nào mang mã đó trong đơn vị của đồng chí.

## Tạm ẩn người báo
triage-mute = Tạm ẩn người báo này
triage-unmute = Bỏ tạm ẩn
triage-side = Tin chờ riêng ({ $n })
triage-mute-why = Vì sao đồng chí muốn tạm ẩn người báo tin { $reference }? Đồng chí gõ lý do; lý do được ghi vào nhật ký. Tin mới của người này sẽ chờ riêng, không mất; tin khẩn vẫn báo ngay. Không ai biết người đó là ai.
triage-mute-nobody = Tin { $reference } không để lại đường liên lạc nên không tạm ẩn được người báo.
triage-muted = Đã tạm ẩn người báo tin { $reference }. Tin mới của người này vào mục Tin chờ riêng; tin khẩn vẫn báo ngay. Đồng chí mở lại tin này để bỏ tạm ẩn.
triage-unmuted = Đã bỏ tạm ẩn người báo tin { $reference }. Tin mới sẽ vào hàng đợi như thường.
triage-line-muted = { $line } · 🔇 đang tạm ẩn
triage-is-side = 🔇 Người báo tin này đang bị tạm ẩn ở đơn vị.
triage-before = Người báo này trước đây: { $right } tin đúng, { $wrong } tin sai, { $other } tin khác.

## Hạn, nhãn, ai đang xem
triage-line-and = { $line } · { $what }
triage-line-labels = 🏷 { $labels }
triage-is-verifying = đang xác minh
triage-is-transferred = đã chuyển cơ quan khác
triage-is-concluded = đã kết luận
triage-is-reopened = mở lại
triage-left-hours = ⏰ còn { $n ->
        [0] dưới 1
       *[other] { $n }
    } giờ
triage-left-days = ⏰ còn { $n } ngày
triage-late-hours = ⚠️ quá hạn { $n ->
        [0] dưới 1
       *[other] { $n }
    } giờ
triage-late-days = ⚠️ quá hạn { $n } ngày
triage-labels = 🏷 Nhãn: { $labels }
triage-looking = 👀 Đang xem: { $names }
triage-not-in-chat = Đơn vị không cho xem nội dung tin trong ứng dụng nhắn tin. Đồng chí mở tin này ở bàn tiếp nhận trên web.
triage-on-the-web = Bàn tiếp nhận trên web
## Cửa khác, chuyển đơn vị
triage-moved = ↗️ Tin { $reference } đã chuyển cho { $office } lúc { $at }. Đơn vị mình chỉ còn giữ dòng sổ này.
triage-line-source = { $line } · nhận qua { $source }
triage-head-source =
    { $head }
    Nhận qua: { $source }
## Thời hạn
triage-clock-running = ⏳ Hạn { $what }: { $due }, còn { $n } giờ
triage-clock-days = ⏳ Hạn { $what }: { $due }, còn { $n } ngày
triage-clock-met = ✅ Hạn { $what }: { $due }, đã xong
triage-clock-missed = ❗ Hạn { $what }: { $due }, đã quá hạn
