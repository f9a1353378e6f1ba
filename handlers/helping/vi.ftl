### Trợ giúp trong cuộc trò chuyện: lệnh nào, gõ thế nào.

helping-all =
    Đồng chí gõ được các lệnh sau:
    { $lines }
    Muốn biết cách dùng một lệnh, đồng chí gõ tên lệnh sau /trogiup. Ví dụ: /trogiup phien
helping-unknown = Đồng chí không có lệnh nào tên như vậy.
helping-none = Tinbao không có lệnh này. Đồng chí gõ /trogiup để xem các lệnh.
helping-extra = Phần gõ sau lệnh Tinbao chưa hiểu nên bỏ qua. { $use }

## Mỗi lệnh một dòng
helping-line-queue = /hang-doi – xem hàng đợi tin
helping-line-aside = /hang-cho – xem tin chờ riêng
helping-line-find = /tim – tìm tin theo mã, theo từ trong lời kể
helping-line-note = /ghichu – ghi chú nội bộ vào một tin
helping-line-key-in = /nhap – nhập tin nhận qua điện thoại hoặc thư
helping-line-duty = /ban-giao – tóm tắt ca trực, bàn giao tin của mình
helping-line-rota = /truc – lịch trực
helping-line-points = /diem – điểm có mã: đã gắn bao nhiêu, biển nào cần xem
helping-line-labels = /nhan – đặt nhãn của đơn vị
helping-line-questions = /cau-hoi – soạn câu hỏi và câu báo tình trạng của đơn vị
helping-line-groups = /nhom – nối nhóm của đội làm bảng tin
helping-line-community = /nhom-cong-dong – các nhóm của bà con nhận tin tuyên truyền
helping-line-audit = /nhat-ky – xem nhật ký của đơn vị
helping-line-sessions = /phien – xem và kết thúc các phiên làm việc
helping-line-start = /batdau – về đầu
helping-line-back = /quaylai – về bước trước
helping-line-cancel = /huy – bỏ việc đang làm
helping-line-restart = /lamlai – làm lại từ đầu
helping-line-receipt = /tra – xem một tin bằng mã biên nhận
helping-line-withdraw = /rut-lien-he – thôi cho hỏi lại về tin chính đồng chí đã báo
helping-line-page = /web – mở trang web
helping-line-wipe = /xoa – xoá cuộc trò chuyện này
helping-line-en = /english – English
helping-line-vi = /tiengviet – tiếng Việt
helping-line-help = /trogiup – các lệnh này

## Cách dùng
helping-use-queue = Đồng chí gõ lệnh này để xem hàng đợi, rồi chọn ở dưới để lọc hoặc mở tin. Ví dụ: /hang-doi
helping-use-aside = Đồng chí gõ lệnh này để xem tin của người báo đang bị tạm ẩn. Ví dụ: /hang-cho
helping-use-find = Đồng chí gõ lệnh rồi gõ từ cần tìm (có dấu hay không đều được), hoặc mã tin. Thêm diem:, loai:, nhan:, tu:, den: cho hẹp lại. Ví dụ: /tim xe máy đỏ diem:Thôn 3
helping-use-note = Đồng chí gõ lệnh, mã tin rồi nội dung ghi chú; người báo không bao giờ thấy. Ví dụ: /ghichu TK-7F3K2 nhà này quen
helping-use-key-in = Đồng chí gõ lệnh này rồi trả lời lần lượt từng câu; không ghi tên người báo. Ví dụ: /nhap
helping-use-duty = Đồng chí gõ lệnh này để xem 12 giờ qua; thêm 8 hoặc 24 nếu ca dài ngắn khác. Ví dụ: /ban-giao 8
helping-use-rota = Đồng chí gõ lệnh này để xem lịch trực. Chỉ huy ghi ca thì gõ thêm ngày giờ và tên, như 22/11 18:00 - 06:00 Minh. Ví dụ: /truc
helping-use-points = Đồng chí gõ lệnh này để xem tỷ lệ đã gắn theo loại, theo thôn, kèm hình. Muốn ghi việc vào một tấm biển, đồng chí quét mã hoặc gõ mã ngắn, như MÃ 7F3K2X. Ví dụ: /diem
helping-use-labels = Đồng chí gõ lệnh này để xem các nhãn của đơn vị, rồi chọn ở dưới để thêm hoặc bỏ. Ví dụ: /nhan
helping-use-questions = Đồng chí gõ lệnh này để xem các câu của đơn vị, rồi chọn ở dưới để thêm, sửa, xoá. Ví dụ: /cau-hoi
helping-use-groups = Đồng chí gõ lệnh này ở đây để lấy mã nối nhóm, hoặc để tháo một nhóm. Ví dụ: /nhom
helping-use-community = Đồng chí gõ lệnh này để xem các nhóm, lấy mã cho một nhóm mới, đặt tên hoặc đưa một nhóm ra. Ví dụ: /nhom-cong-dong
helping-use-audit = Đồng chí gõ lệnh này để xem nhật ký; thêm mã tin nếu chỉ xem một tin. Ví dụ: /nhat-ky TK-7F3K2
helping-use-sessions = Đồng chí gõ lệnh này để xem mình đang làm việc từ những nơi nào, rồi chọn ở dưới để kết thúc phiên. Ví dụ: /phien
helping-use-start = Đồng chí gõ lệnh này để về đầu, xem các việc theo vai trò của đồng chí. Ví dụ: /batdau
helping-use-back = Đồng chí gõ lệnh này để về câu hỏi trước. Ví dụ: /quaylai
helping-use-cancel = Đồng chí gõ lệnh này để bỏ việc đang làm; chưa có gì được gửi hay thay đổi. Ví dụ: /huy
helping-use-restart = Đồng chí gõ lệnh này để bỏ việc đang làm và bắt đầu lại. Ví dụ: /lamlai
helping-use-receipt = Đồng chí gõ lệnh rồi gõ mã biên nhận (16 ký tự) để xem điều bà con được xem. Ví dụ: /tra 7F3K-2Q9X-1A2B-3C4D
helping-use-withdraw = Nếu chính đồng chí từng báo tin ở đây thì lệnh này thôi cho hỏi lại về tin ấy. Ví dụ: /rut-lien-he
helping-use-page = Đồng chí gõ lệnh này để lấy liên kết tới trang web. Ví dụ: /web
helping-use-wipe = Đồng chí gõ lệnh này để xoá cuộc trò chuyện này; Tinbao hỏi lại một lần. Tin trong hàng đợi không mất. Ví dụ: /xoa
helping-use-en = Từ đó Tinbao nói tiếng Anh với đồng chí. Ví dụ: /english
helping-use-vi = Từ đó Tinbao nói tiếng Việt với đồng chí. Ví dụ: /tiengviet
helping-use-help = Đồng chí gõ lệnh này để xem các lệnh; thêm tên một lệnh để xem cách dùng. Ví dụ: /trogiup phien
