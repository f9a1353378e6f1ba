### Trao đổi với người báo: câu hỏi soạn sẵn, ảnh gửi kèm, câu báo tình trạng.

## Câu hỏi có sẵn cho mọi đơn vị (mỗi câu một dòng; không câu nào hỏi người báo là ai)
talk-starter-danger = Hiện giờ có ai đang gặp nguy hiểm không ạ? Nếu có, anh/chị gọi ngay 113.
talk-starter-when = Việc này thường xảy ra vào lúc mấy giờ, ngày nào trong tuần ạ?
talk-starter-house = Là nhà nào, gần mốc nào dễ nhận ra (quán, cổng, cột điện, gốc cây…) ạ?
talk-starter-vehicle = Họ đi xe gì, màu gì, có thấy biển số không ạ? Nhớ được số nào anh/chị ghi số ấy.
talk-starter-way = Xe [loại xe, màu xe] đi về hướng nào, lúc mấy giờ ạ?
talk-starter-people = Có khoảng mấy người, trông thế nào ạ? Không rõ thì anh/chị cứ ghi là không rõ.
talk-starter-often = Việc ở [nơi nào] có từ bao giờ, mấy ngày một lần ạ?
talk-starter-online = Anh/chị gửi giúp đường liên kết hoặc tên trang, tên nhóm đang rao bán [thứ gì] được không ạ?
talk-starter-picture = Nếu đã có sẵn ảnh hay phim, anh/chị gửi giúp. Đừng quay lại chỗ đó để chụp, an toàn là trước hết.

## Chọn câu soạn sẵn
talk-ready = Câu soạn sẵn
talk-choose =
    Câu hỏi soạn sẵn cho tin { $reference }, trang { $page }/{ $pages }. Chỗ trong ngoặc vuông đồng chí sẽ điền sau.
    { $lines }
talk-line = • { $text }
talk-pick = { $text }
talk-type = Tự gõ
talk-gone = Câu này không còn nữa. Đồng chí chọn lại giúp.
talk-gap =
    Chỗ { $n }/{ $of }: đồng chí gõ “{ $gap }” để điền vào câu:
    “{ $question }”
talk-preview =
    ✉️ Người báo tin { $reference } sẽ nhận được:
    “{ $question }”{ $attached ->
        [yes] { " + 📎 một tệp kèm theo" }
       *[no] {""}
    }

    Đồng chí chọn Gửi, hoặc gõ lại cả câu theo ý mình. Chưa có gì được gửi.
talk-send = Gửi
talk-language = Tiếng Anh / tiếng Việt
talk-takes =
    Gửi kèm được một ảnh hoặc một tệp PDF thôi, đồng chí nhé. Chưa có gì được gửi.{ $attached ->
        [yes] { " Tệp nhận được đang giữ để gửi kèm." }
       *[no] {""}
    } Đồng chí gõ câu hỏi giúp.
talk-slash = Câu bắt đầu bằng dấu / giống một lệnh, nên Tinbao chưa gửi cho người báo. Ghi chú nội bộ thì gõ: /ghichu mã-tin nội dung. Còn nếu là câu hỏi, đồng chí gõ lại, bỏ dấu / đi nhé.
talk-too-late = Tin { $reference } vừa đổi người giữ hoặc vừa đóng nên câu hỏi chưa được gửi. Mời đồng chí mở lại tin xem.

## Đã tới đâu
talk-arrival-sending = ⏳ đang gửi
talk-arrival-waiting = 🕓 đang chờ (người báo sẽ thấy khi quay lại)
talk-arrival-delivered = ✔️ đã tới
talk-arrival-unreachable = ✖️ không tới được (chỉ còn thấy nếu người báo quay lại bằng biên nhận)

## Người báo được báo
talk-told-status =
    Tin { $reference }: { $sentence }

## Soạn câu hỏi của đơn vị
talk-questions =
    Câu hỏi soạn sẵn của đơn vị: { $count } câu (ngoài { $starters } câu có sẵn).
    { $lines }
talk-none = Đơn vị chưa có câu nào của riêng mình.
talk-numbered = { $n }. { $text }
talk-open-one = Câu { $n }
talk-add = Thêm câu hỏi
talk-statuses = Câu báo tình trạng
talk-list = Danh sách câu hỏi
talk-one =
    Câu hỏi soạn sẵn:
    “{ $text }”
talk-change = Sửa
talk-remove = Xoá
talk-write = Đồng chí gõ câu hỏi. Chỗ cần điền thì đặt trong ngoặc vuông, ví dụ: Xe màu [màu xe] đi hướng nào ạ? Câu hỏi này ai trong đơn vị cũng thấy: không ghi điều gì của một tin cụ thể.
talk-write-status = Đồng chí gõ câu người báo sẽ nhận khi tin chuyển sang “{ $status }”. Câu này dùng cho mọi tin: không ghi điều gì của một tin cụ thể.
talk-length = Câu cần từ { $least } đến { $most } chữ cái, đồng chí viết lại giúp.
talk-slash-kept = Câu không bắt đầu bằng dấu / được, đồng chí viết lại giúp.
talk-brackets = Ngoặc vuông chưa khớp. Mỗi chỗ cần điền viết như [màu xe], đồng chí viết lại giúp.
talk-asks-who = Câu này có vẻ hỏi người báo là ai hoặc ở đâu, nên Tinbao không lưu. Đồng chí hỏi về việc họ thấy thôi nhé.
talk-added = Đã lưu.
talk-changed = Đã sửa.
talk-full = Đơn vị đã có nhiều câu quá rồi. Đồng chí xoá bớt câu cũ giúp.
talk-removing =
    Xoá câu này?
    “{ $text }”
talk-removed = Đã xoá.

## Câu báo tình trạng
talk-status-list =
    Khi tin đổi tình trạng, người báo được nhắn:
    { $lines }
talk-status-line = • { $status }: { $text }
talk-usual = câu thường dùng (tin đã xử lý xong, cảm ơn)
talk-silent = không nhắn gì
talk-set = Đặt: { $status }
talk-unset = Bỏ: { $status }
talk-doubt = Câu này như đang hỏi người báo là ai: “{ $question }”. Chưa gửi. Hỏi tên, số máy, chỗ ở thì bà con sợ mà thôi không kể nữa; ai muốn để lại tên đã có chỗ riêng. Nếu đồng chí hỏi về người bị báo, chọn Vẫn gửi; không thì gõ câu khác.
talk-anyway = Vẫn gửi
