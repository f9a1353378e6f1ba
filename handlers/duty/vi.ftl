### Sổ trực: bàn giao ca, tóm tắt hằng ngày

## Bàn giao ca
duty-book =
    📒 Bàn giao ca { $hours } giờ
    Từ { $since } đến { $until }
duty-hours = { $n } giờ qua
duty-hand-mine = Bàn giao tin của tôi
duty-came = Tin mới: { $came } · nhận: { $taken } · chuyển đi: { $transferred } · đóng: { $closed }
duty-concluded = Kết luận: { $parts }
duty-open = Đang mở: { $parts }
duty-none-open = Đang mở: không còn tin nào
duty-aside = Trong đó { $n } tin chờ riêng
duty-urgent = 🔴 Khẩn, chưa ai nhận: { $list }
duty-missed = ⏰ Đã quá hạn: { $list }
duty-due = ⏳ Đến hạn trong 24 giờ tới: { $list }
duty-waiting = 💬 Người báo trả lời, chưa ai xem xét: { $list }
duty-nothing-presses = ✅ Không có tin khẩn chờ người nhận, không có hạn gấp, không có câu trả lời chờ.
duty-and-more = { $list } và { $n } tin nữa
duty-parts = { $first }, { $rest }
duty-outcome-right = { $n } đúng
duty-outcome-wrong = { $n } không đúng
duty-outcome-not-enough = { $n } chưa đủ thông tin
duty-outcome-prank = { $n } trêu đùa
duty-status-new = { $n } chưa ai nhận
duty-status-acknowledged = { $n } đã tiếp nhận
duty-status-verifying = { $n } đang xác minh
duty-status-transferred = { $n } đã chuyển, chưa đóng
duty-status-concluded = { $n } đã kết luận, chưa đóng
duty-status-closed = { $n } đã đóng
duty-status-reopened = { $n } mở lại

## Bàn giao tin của mình
duty-mine-to = Đồng chí bàn giao tất cả tin đang giữ cho ai?
duty-mine-confirm = Bàn giao { $n } tin đang giữ cho { $name }? Từ đó { $name } hỏi lại người báo và kết thúc các tin này.
duty-mine-yes = Đồng ý bàn giao
duty-mine-handed = 🤝 Đã bàn giao { $n } tin cho { $name }. Chúc đồng chí nghỉ ngơi.
duty-mine-none = Đồng chí không giữ tin nào đang mở.
duty-told-mine = 🤝 { $name } bàn giao cho đồng chí { $n } tin: { $list }
duty-nobody = Đơn vị chưa có ai khác nhận tin được. Chỉ huy mời thêm đồng chí vào rồi làm lại giúp.
duty-not-there = Người vừa chọn không có trong đơn vị hoặc không nhận tin được. Đồng chí chọn lại giúp.

## Tình hình hằng ngày
duty-digest =
    ☀️ Tình hình 24 giờ qua, lúc { $at }
    Tin mới: { $came } · nhận: { $taken } · kết luận: { $concluded } · chuyển đi: { $transferred } · đóng: { $closed }
    Đang mở: { $open } tin
    Khẩn chưa ai nhận: { $urgent } · quá hạn: { $missed } · đến hạn trong 24 giờ tới: { $due } · câu trả lời chờ: { $waiting }
duty-open-book = Xem từng tin
duty-chart-days = Tin mới mỗi ngày, { $n } ngày qua
duty-chart-open = Tin đang mở: { $n }
duty-chart-none = Không còn tin nào.
duty-chart-new = chưa ai nhận
duty-chart-acknowledged = đã tiếp nhận
duty-chart-verifying = đang xác minh
duty-chart-transferred = đã chuyển
duty-chart-concluded = đã kết luận
duty-chart-closed = đã đóng
duty-chart-reopened = mở lại

## Lịch trực
duty-rota-list =
    🗓 Lịch trực
    { $lines }
duty-rota-line = { $n }. { $span } · { $name }
duty-rota-now = { $n }. 🟢 đang trực: { $span } · { $name }
duty-rota-empty = 🗓 Chưa có lịch trực. Khi chưa có lịch và chưa đặt giờ làm việc, tin nào đến cũng báo ngay cho cả đơn vị.
duty-rota-do-add = Thêm ca trực
duty-rota-do-drop = Bỏ ca { $n }
duty-rota-when =
    Đồng chí gõ ngày giờ và tên người trực. Ví dụ:
    22/11 18:00 - 06:00 Minh
    22/11 18:00 - 24/11 06:00 Minh
duty-rota-unclear = Ca trực này tôi chưa hiểu, hoặc đã qua, hoặc dài quá 48 giờ. Đồng chí gõ như ví dụ này giúp: 22/11 18:00 - 06:00 Minh
duty-rota-who = Ai trực ca này, đồng chí?
duty-rota-added = ✅ Đã ghi ca trực của { $name }.
duty-rota-overlaps = { $name } đã có ca trực trong giờ đó rồi, nên chưa ghi thêm.
duty-rota-gone = Ca trực đó không còn trong lịch.
