safety-sessions = Đồng chí đang làm việc từ { $count } nơi:

    { $lines }
safety-none = (không có nơi nào)
safety-lines =
    { $first }
    { $rest }
safety-session = { $number }. { $channel }, từ { $days ->
    [0] hôm nay
   *[other] { $days } ngày trước
}, { $minutes ->
    [0] vừa dùng
   *[other] dùng lần cuối { $minutes } phút trước
}{ $here }
safety-here = {" "}– đây là phiên này
safety-elsewhere = { "" }
safety-channel-web = Trang web
safety-channel-telegram = Telegram
safety-channel-zalo = Zalo
safety-channel-platform = Ứng dụng khác
safety-end = Kết thúc phiên { $number }
safety-end-others = Kết thúc mọi phiên khác
safety-colleagues = Phiên của đồng nghiệp
safety-end-of = Kết thúc { $count } phiên của { $name }
safety-whose = Đồng chí muốn kết thúc phiên làm việc của ai? Người đó sẽ phải đăng nhập lại.
safety-nobody = Không có đồng nghiệp nào đang có phiên làm việc.
safety-ended = Đã kết thúc { $count } phiên. Nơi đó không còn đọc được gì nữa.
safety-gone = Không có phiên nào như vậy, có lẽ đã kết thúc rồi.
safety-nothing = Ở đây không có gì để xem. Anh/chị gõ /trogiup để biết cách dùng nhé.
safety-old-button = Lựa chọn này không còn dùng được. Bà con muốn báo tin thì cứ nhắn vào đây ạ.
safety-not-allowed = Vai trò của đồng chí không kết thúc được phiên của người khác.

## PIN
safety-pin = Đồng chí nhập mã PIN để xem tiếp. Tinbao xoá ngay tin nhắn có mã; chỗ nào không xoá được thì nhắc đồng chí tự xoá.
safety-pin-typed = Điều vừa gõ chưa được gửi hay lưu. Nhập mã PIN xong, đồng chí gõ lại giúp.
safety-pin-new = Trước khi xem nội dung tin, đồng chí đặt một mã PIN từ { $least } đến { $most } chữ số, đừng chọn dãy dễ đoán. Mã giữ cho người khác cầm máy cũng không đọc được tin. Tinbao xoá ngay tin nhắn có mã; chỗ nào không xoá được thì nhắc đồng chí tự xoá.
safety-pin-easy = Mã cần từ { $least } đến { $most } chữ số và không phải dãy dễ đoán như 123456, 000000. Đồng chí chọn mã khác nhé.
safety-pin-again = Đồng chí nhập lại mã PIN một lần nữa.
safety-pin-differs = Hai lần nhập chưa giống nhau, mình đặt lại nhé.
safety-pin-wrong = Mã chưa đúng, còn { $left } lần thử.
safety-pin-right = Đúng rồi, mời đồng chí xem tiếp.
safety-pin-go-on = Xem tiếp
safety-pin-locked = Mã sai nhiều lần nên tạm khoá, { $minutes } phút nữa đồng chí thử lại. Nếu quên mã, nhờ chỉ huy đặt lại giúp.
safety-pin-locked-of = Mã PIN của { $name } bị nhập sai nhiều lần và đã tạm khoá. Nếu không phải đồng chí ấy, hãy kết thúc phiên làm việc đó (/phien).
safety-pin-words = Ở bước này chỉ nhận mã PIN bằng chữ số. Muốn làm việc khác, đồng chí chọn Thôi.
safety-pin-stop = Thôi
safety-pin-stopped = Đã thôi. Nội dung tin chưa mở.
safety-pin-reset = Đã bỏ mã PIN của { $name }; lần tới xem tin, người đó sẽ đặt mã mới.
safety-pin-not-own = Mã PIN của chính mình thì nhờ chỉ huy khác hoặc quản trị đặt lại giúp.
safety-pin-reset-of = Đặt lại PIN của { $name }
