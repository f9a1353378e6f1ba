### Nhóm cộng đồng: nhóm nào nhận tin tuyên truyền của đơn vị, và lời nói trong nhóm, nơi ai cũng đọc được.

## Cán bộ
outreach-groups =
    Nhóm cộng đồng của đơn vị: { $n }.
    { $lines }
    Đồng chí chọn một nhóm để đặt tên hoặc đưa ra khỏi danh sách.
outreach-none = Chưa có nhóm cộng đồng nào. Nhóm của thôn, trường, khu trọ mà đồng ý nhận tin thì đồng chí thêm vào đây.
outreach-unnamed = Nhóm { $channel ->
        [telegram] Telegram
        [zalo_bot] Zalo
        [zalo_oa] Zalo
       *[other] ở ứng dụng khác
    } chưa đặt tên, vào { $since }
outreach-line = { $name }: { $channel ->
        [telegram] Telegram
        [zalo_bot] Zalo
        [zalo_oa] Zalo
       *[other] ứng dụng khác
    }, vào { $since }
outreach-add = + Thêm một nhóm
outreach-all = Các nhóm cộng đồng
outreach-page-back = ← Trang trước
outreach-page-on = Trang sau →
outreach-code =
    Mã cho một nhóm, dùng một lần trong { $hours } giờ: { $code }
    1. Nhờ người quản lý nhóm đưa bot vào nhóm.
    2. Người đó gõ trong nhóm:
    • Zalo: @ tên bot, rồi DANGKY { $code }
    • Telegram: /dangky { $code }
    Vào rồi, tin của đơn vị gửi cho cả nhóm. Chuyện bà con nói trong nhóm bot không lưu.
outreach-group =
    { $line }
    Đồng chí muốn làm gì với nhóm này?
outreach-gone = Nhóm này không còn nhận tin của đơn vị. Đồng chí gõ /nhom-cong-dong để xem lại.
outreach-name = Đặt tên
outreach-name-ask = Đồng chí gọi nhóm này là gì? Gõ tên dễ nhớ, nhiều nhất { $most } chữ cái, như: Zalo thôn 3. Chỉ cán bộ của đơn vị thấy tên này.
outreach-named = Từ nay nhóm này tên là { $name }.
outreach-drop = Đưa ra khỏi danh sách
outreach-drop-sure =
    Đưa nhóm này ra khỏi danh sách?
    { $line }
    Nhóm được báo một câu, từ đó không nhận tin nữa. Muốn nhận lại thì phải có mã mới.
outreach-drop-yes = Đồng ý đưa ra
outreach-dropped = Đã đưa nhóm ra khỏi danh sách. Nhóm được báo một câu.
outreach-stop = Thôi
outreach-stopped = Đã thôi, chưa có gì thay đổi.
outreach-told = ✅ Một nhóm { $channel ->
        [telegram] Telegram
        [zalo_bot] Zalo
        [zalo_oa] Zalo
       *[other] ở ứng dụng khác
    } vừa vào bằng mã của đồng chí. Đồng chí đặt tên để sau này dễ nhận ra.

## Nói trong nhóm
outreach-joined =
    Chào bà con! Từ nay nhóm mình nhận tin phòng, chống ma tuý của { $unit }: tin ngắn, mỗi tuần nhiều nhất { $most } tin.
    Chuyện bà con nói trong nhóm, bot không lưu và không trả lời. Muốn báo tin thì bà con nhắn riêng, để được giữ kín.
    Khi nào không muốn nhận nữa, nhóm { $leave }.
outreach-out-command = gõ /roi
outreach-out-name = gõ @ tên bot, rồi ROI
outreach-here = Nhóm mình đang nhận tin của { $unit } rồi, không cần mã nữa bà con nhé.
outreach-elsewhere = Nhóm mình đang nhận tin của { $unit }. Muốn nhận của nơi khác thì nhóm { $leave } trước, rồi gõ lại mã này.
outreach-wrong = Mã này không đúng hoặc đã hết hạn. Anh/chị hỏi xin cán bộ một mã mới giúp nhé.
outreach-board-code = Mã này dành cho nhóm làm việc của cán bộ, không dùng cho nhóm của bà con. Cán bộ nhắn riêng cho bot /nhom-cong-dong để lấy mã khác.
outreach-is-board = Nhóm này là bảng tin của đơn vị nên không nhận tin tuyên truyền.
outreach-over = Từ nay nhóm mình không nhận tin của { $unit } nữa. Cảm ơn bà con. Khi cần báo tin, bà con cứ nhắn riêng cho bot.
outreach-private = Trong nhóm ai cũng đọc được, bà con đừng kể ở đây nhé. Bà con báo riêng để được giữ kín; nguy hiểm thì gọi 113.
outreach-by-chat = Nhắn riêng
outreach-by-web = Báo trên trang web
