### Hàng đợi: xem, lọc, dán nhãn, làm cả loạt, nhóm làm việc.

## Trang
queue-page =
    Hàng đợi: { $what } · { $count } tin, trang { $page }/{ $pages }
    { $lines }
queue-page-many =
    Hàng đợi: { $what } · hơn 1.000 tin, trang { $page }
    { $lines }
queue-empty = Hàng đợi trống. Cảm ơn đồng chí.
queue-none = Hàng đợi: { $what } · không có tin nào.
queue-and = { $first } · { $rest }
queue-page-back = ← Trang trước
queue-page-on = Trang sau →
queue-side = Tin chờ riêng ({ $n })
queue-view-unit = Đơn vị
queue-view-mine = Của tôi
queue-view-free = Chưa ai nhận
queue-view-urgent = Khẩn
queue-view-overdue = Quá hạn
queue-view-side = Tin chờ riêng
queue-view-ended = Đã kết thúc

## Lọc
queue-narrow = Lọc…
queue-drop = ✕ { $what }
queue-narrow-by =
    Hàng đợi: { $what }
    Đồng chí muốn lọc theo gì?
queue-by-point = Điểm
queue-by-kind = Loại tin
queue-by-status = Tình trạng
queue-by-label = Nhãn
queue-by-period = Ngày gửi
queue-pick-point =
    Hàng đợi: { $what }
    Chọn điểm:
queue-pick-kind =
    Hàng đợi: { $what }
    Chọn loại tin:
queue-pick-status =
    Hàng đợi: { $what }
    Chọn tình trạng:
queue-pick-label =
    Hàng đợi: { $what }
    Chọn nhãn:
queue-pick-period =
    Hàng đợi: { $what }
    Tin gửi vào lúc nào?
queue-no-choice = Đơn vị chưa có mục nào để chọn ở đây.
queue-back = ← Quay lại danh sách
queue-period-1 = Hôm nay
queue-period-7 = 7 ngày qua
queue-period-30 = 30 ngày qua
queue-month = tháng { $month }
queue-type-day = Ngày, tháng khác…
queue-day = Đồng chí gõ một ngày như 22/11/2026, hoặc một tháng như 11/2026.
queue-day-wrong = Tinbao chưa hiểu ngày này. Đồng chí gõ như 22/11/2026, hoặc cả tháng như 11/2026.
queue-label = 🏷 { $name }

## Nhãn
queue-do-labels = Nhãn
queue-labels-of = 🏷 Tin { $reference } chưa có nhãn. Chọn một nhãn để dán, chọn lại để gỡ.
queue-labels-are = 🏷 Nhãn của tin { $reference }: { $labels }. Chọn một nhãn để dán, chọn lại để gỡ.
queue-no-labels = Đơn vị chưa có nhãn nào. Chỉ huy gõ /nhan để đặt nhãn, rồi đồng chí dán vào tin { $reference } được.
queue-no-labels-yet = Đơn vị chưa có nhãn nào. Đồng chí gõ /nhan để đặt nhãn.
queue-label-on = ✓ { $name }
queue-label-off = { $name }
queue-label-gone = Nhãn này đơn vị không dùng nữa. Đồng chí mở lại tin để xem các nhãn đang có.
queue-words = Sửa danh sách nhãn
queue-word-list =
    🏷 Nhãn của đơn vị: { $n } nhãn.
    Nhãn không được niêm phong: đừng đặt nhãn có tên người, địa chỉ hay điều gì trong tin. Bỏ một nhãn là gỡ nhãn ấy khỏi mọi tin.
queue-word-new = + Thêm nhãn
queue-word-drop = Bỏ nhãn { $name }
queue-word-name = Đồng chí gõ tên nhãn mới, nhiều nhất { $most } chữ cái, ví dụ “chờ tỉnh”. Đừng ghi tên người, địa chỉ hay điều gì trong tin.
queue-word-wrong = Tên nhãn cần từ 1 đến { $most } chữ cái, trên một dòng. Đồng chí gõ lại giúp.
queue-word-taken = Nhãn này có rồi. Đồng chí gõ tên khác, nhiều nhất { $most } chữ cái.
queue-word-many = Đơn vị đã có { $n } nhãn, không thêm được nữa. Đồng chí bỏ bớt một nhãn trước.

## Nhóm làm việc
queue-groups =
    Nhóm đang nối: { $n }. Nhóm chỉ thấy mã tin, điểm, loại, người giữ và hạn, không bao giờ thấy nội dung.
    Để nối thêm một nhóm: đưa bot vào nhóm của đội, rồi gõ trong nhóm đó:
    /nhom { $code }
    Mã dùng một lần, trong một giờ.
queue-group-drop = Tháo nhóm { $n } (nối { $since })
queue-group-dropped = Đã tháo nhóm. Các thẻ tin ở đó được gỡ nếu nền tảng còn cho gỡ.
queue-group-gone = Nhóm này không còn nối với đơn vị. Đồng chí gõ /nhom để xem lại.
queue-group-over = Nhóm này không còn là bảng tin của đơn vị.
queue-group-wrong = Mã này không đúng hoặc đã hết hạn. Chỉ huy nhắn /nhom cho bot ở cuộc trò chuyện riêng để lấy mã mới.
queue-group-other-code = Mã này cho nhóm cộng đồng, không phải mã bảng tin. Chỉ huy nhắn /nhom cho bot ở cuộc trò chuyện riêng để lấy mã bảng tin.
queue-group-public = Nhóm này là nhóm cộng đồng, ai cũng đọc được, nên không làm bảng tin của đơn vị.
queue-group-joined = ✅ Nhóm này là bảng tin của { $unit }. Mỗi tin có một thẻ, tự đổi theo tin. Nội dung chỉ mở ở cuộc trò chuyện riêng với bot; ở đây bot không trả lời ai.
queue-group-told = ✅ Đã nối một nhóm làm bảng tin. Gõ /nhom để xem hoặc tháo.
queue-card =
    📄 { $reference }
    { $kind } · { $point }
    { $status }
queue-card-urgent =
    🔴 KHẨN { $reference }
    { $kind } · { $point }
    { $status }
queue-card-owner = 👮 { $owner }
queue-card-due =
    { $card }
    ⏰ Hạn { $at }
queue-card-away = ↗️ { $reference } đã chuyển đơn vị khác.
queue-card-erased = 📄 { $reference }: nội dung đã xoá theo hạn lưu.
queue-card-open = Mở ở chat riêng

## Làm cả loạt
queue-bulk = Làm cả loạt…
queue-bulk-what = Đồng chí muốn làm gì với các tin trong danh sách vừa xem?
queue-bulk-label = Dán nhãn
queue-bulk-unlabel = Gỡ nhãn
queue-bulk-assign = Giao cho
queue-bulk-close = Đóng tin đã kết luận
queue-bulk-which = Nhãn nào, đồng chí?
queue-bulk-whom = Giao cho ai, đồng chí?
queue-bulk-none = Trong danh sách không có tin nào hợp với việc này.
queue-bulk-sure =
    { $deed }: { $n } tin.
    { $names }
    { $more ->
        [yes] Danh sách còn dài hơn; mỗi lần làm nhiều nhất { $most } tin, xong lượt này đồng chí làm tiếp.
       *[no] Đồng chí xem lại rồi chọn “Đồng ý, làm”.
    }
queue-bulk-to = { $deed } “{ $what }”
queue-bulk-yes = Đồng ý, làm
queue-bulk-done = Đã làm { $n } tin.
queue-bulk-given = { $name } giao cho đồng chí { $n } tin. Đồng chí xem ở mục Của tôi.
queue-bulk-member-gone = Người được giao không còn ở đơn vị. Chưa có gì thay đổi; đồng chí chọn người khác.
queue-bulk-not-same = { $n } tin không đổi: vốn đã như vậy.
queue-bulk-not-closed = { $n } tin không làm: đã kết thúc.
queue-bulk-not-open = { $n } tin không làm: chưa kết luận.
queue-bulk-not-changed = { $n } tin không làm: vừa có người khác thay đổi.
queue-bulk-not-gone = { $n } tin không làm: đã xoá hoặc không còn ở đơn vị.
queue-bulk-taken = 📌 { $name } chuyển cho { $to } các tin đồng chí đang giữ: { $list }.
