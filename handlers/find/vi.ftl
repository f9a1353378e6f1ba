### Tìm tin. Nói với đồng chí ở bàn tiếp nhận.

find-ask =
    🔎 Đồng chí gõ từ cần tìm trong lời kể (có dấu hay không đều được), hoặc gõ mã tin.
    Có thể thêm: diem:Thôn 3 · loai:mua bán · nhan:tên nhãn · tu:1/11 · den:23/11
    Ví dụ: xe máy đỏ diem:Thôn 3
find-by-point = Điểm: { $name }
find-by-kind = Loại: { $kind }
find-by-label = Nhãn: { $label }
find-by-days = Trong { $n } ngày qua
find-pick-kind = Chọn loại
find-pick-point = Chọn điểm
find-pick-label = Chọn nhãn
find-pick-week = 7 ngày qua
find-pick-month = 30 ngày qua
find-go = Tìm theo mục đã chọn
find-which-kind = Đồng chí chọn loại tin.
find-which-point = Đồng chí chọn điểm.
find-which-label = Đồng chí chọn nhãn.
find-none-there = Đơn vị chưa có mục nào để chọn.
find-one = { $name }
find-no-matter = Không cần
find-is-one = Đó là mã tin { $reference }.
find-running = 🔎 Đang tìm: đã xem { $total ->
    [0] { $seen }
   *[other] { $seen }/{ $total }
} tin, thấy { $found }. Đồng chí cứ làm việc khác; nếu máy khởi động lại giữa chừng thì tìm lại giúp.
find-done = ✅ Tìm xong: đã xem { $seen } tin, thấy { $found }.
find-full = ✅ Đã xem { $seen } tin, thấy { $found } tin mới nhất. Có thể còn nữa: đồng chí thêm từ, hoặc thêm den: với ngày cũ hơn.
find-stopped = ⏹ Đã dừng: đã xem { $seen } tin, thấy { $found }.
find-sealed = Máy này không giữ chìa khoá của đơn vị nên chưa đọc được lời kể. Mời đồng chí tìm ở máy của bàn tiếp nhận. Đã xem { $seen } tin, thấy { $found }.
find-broken = Tìm bị gián đoạn: đã xem { $seen } tin, thấy { $found }. Đồng chí tìm lại giúp.
find-unread = { $n } tin không mở được nên đã bỏ qua.
find-stop = Dừng tìm
find-again = Tìm khác
find-stopping = Đã bảo dừng. Kết quả tới lúc này nằm ở tin nhắn tìm kiếm.
find-none-runs = Không có lần tìm nào đang chạy.
find-too-long = Đồng chí gõ chữ thôi, trong { $most } chữ cái giúp. Ví dụ: xe máy đỏ
find-no-words = Chưa có từ nào để tìm. Đồng chí gõ một hai từ trong lời kể. Ví dụ: xe máy đỏ
find-unknown-point = Đơn vị không có điểm nào tên như vậy sau “diem:”. Đồng chí gõ đúng tên, ví dụ diem:Thôn 3, hoặc chọn “Tìm khác” rồi “Chọn điểm”.
find-unknown-kind = Không có loại tin nào như vậy sau “loai:”. Đồng chí gõ như ví dụ này: loai:mua bán, hoặc chọn “Tìm khác” rồi “Chọn loại”.
find-unknown-label = Đơn vị không có nhãn nào như vậy sau “nhan:”. Đồng chí gõ như ví dụ này: nhan:chờ tỉnh, hoặc chọn “Tìm khác” rồi “Chọn nhãn”.
find-unknown-since = Ngày sau “tu:” chưa đúng. Đồng chí gõ như ví dụ này: tu:1/11 hoặc tu:1/11/2026.
find-unknown-until = Ngày sau “den:” chưa đúng. Đồng chí gõ như ví dụ này: den:23/11 hoặc den:23/11/2026.
