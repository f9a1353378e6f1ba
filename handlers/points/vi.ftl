### Biển có mã và điểm đặt biển: lời nói với cán bộ đứng trước tấm biển, và bảng tỷ lệ đã gắn.

## Loại điểm
points-kind-hamlet = Thôn, tổ dân phố
points-kind-school = Trường học
points-kind-boarding-house = Khu nhà trọ
points-kind-enterprise = Doanh nghiệp
points-kind-public-place = Nơi công cộng

## Thẻ của tấm biển
points-card =
    🪧 Biển { $serial } · mã ngắn { $short }
    { $place } · { $kind }
points-state-made = ⚪ Chưa gắn
points-state-installed = 🟢 Đã gắn
points-state-damaged = 🟠 Hỏng, chờ thay
points-state-replaced = ⚫ Đã thay, mã này không còn dùng
points-state-revoked = ⚫ Đã thu hồi, mã này không còn dùng
points-installed-at = Gắn ngày { $at }
points-inspected-at = Kiểm tra gần nhất: { $at }
points-told-damaged = ⚠️ Bà con báo: biển rách, mờ, khó đọc
points-told-covered = ⚠️ Bà con báo: có mã khác dán đè lên. Đồng chí xem ngay giúp, có thể là mã lừa đảo.
points-pledged-on = Cam kết: đã ký { $at }
points-not-pledged = Cam kết: chưa ký
points-rules-on = Nội quy: đã niêm yết { $at }
points-not-rules = Nội quy: chưa niêm yết
points-others = Nơi này còn biển { $serials }
points-instead = Biển đang dùng ở đây: { $serials }
points-do-installed = Đã gắn
points-do-inspected = Đã kiểm tra, tốt
points-do-damaged = Bị hỏng
points-do-replaced = Thay biển mới
points-do-revoked = Thu hồi biển
points-do-pledged = Đã ký cam kết
points-do-rules-posted = Đã niêm yết nội quy
points-open-one = Biển { $serial }
points-history = Lịch sử
points-as-resident = Báo tin như bà con
points-unknown = Mã này không có trong hệ thống của Tinbao. Nếu đồng chí thấy nó trên một tấm biển thì có thể biển bị giả: đồng chí chụp lại và báo chỉ huy. Muốn báo tin, đồng chí chọn “Báo tin như bà con”.
points-of-another = Biển này của { $unit }, không phải của đơn vị đồng chí, nên ở đây không ghi gì vào được. Muốn báo tin cho họ, đồng chí chọn “Báo tin như bà con”.

## Ghi việc vào biển
points-photo =
    ✍️ Chưa xong: sắp ghi biển { $serial } { $what }.
    Có ảnh chụp tại chỗ thì đồng chí gửi vào đây là ghi luôn (tránh để lộ mặt người). Không có thì chọn “Ghi, không có ảnh”.
points-photo-only = Ở đây đồng chí gửi một tấm ảnh giúp, hoặc chọn “Ghi, không có ảnh”. Chưa có gì được ghi.
points-no-photo = Ghi, không có ảnh
points-sure-replaced = Thay biển { $serial } bằng biển mới? Mã trên biển cũ sẽ thôi dùng; ai quét vẫn được dẫn tới chỗ báo tin. Biển mới có số và mã riêng.
points-sure-revoked = Thu hồi biển { $serial }? Mã trên biển sẽ thôi dùng và không dùng lại được; ai quét vẫn được dẫn tới chỗ báo tin.
points-yes-replaced = Đồng ý thay
points-yes-revoked = Đồng ý thu hồi
points-done = ✅ Đã ghi: biển { $serial } { $what }.
points-done-replaced = ✅ Biển { $serial } đã thôi dùng. Biển mới số { $new }: đồng chí in hình mã dưới đây dán tạm, hoặc nhờ người vận hành in biển số { $new }. Gắn xong, đồng chí quét mã mới rồi chọn Đã gắn.
points-code-of-new = Mã của biển mới
points-overtaken = ✋ Chưa ghi: { $who } vừa ghi biển { $serial } { $what } ngày { $at }. Đồng chí xem lại, nếu cần thì chọn lần nữa.
points-overtaken-by-me = ✋ Đồng chí đã ghi biển { $serial } { $what } ngày { $at } rồi, nên lần này không ghi gì thêm.
points-overtaken-by = ✋ Chưa ghi được: có người vừa đổi tình trạng biển này. Đồng chí mở lại thẻ để xem.

## Lịch sử
points-history-of =
    🕘 { $place }
    { $lines }
points-history-none = Chưa có gì trong lịch sử của { $place }.
points-line = • { $at } · { $serial } { $what } · { $who }
points-line-photo = • { $at } · { $serial } { $what } · { $who } · có ảnh
points-a-resident = bà con báo
points-was-installed = đã gắn
points-was-inspected = đã kiểm tra, tốt
points-was-damaged = bị hỏng
points-was-replaced = đã thay
points-was-revoked = đã thu hồi
points-was-pledged = đã ký cam kết
points-was-rules-posted = đã niêm yết nội quy
points-was-told-damaged = rách, mờ
points-was-told-covered = bị dán đè

## Bà con báo biển hỏng
points-tell = Cảm ơn anh/chị đã để ý. Biển ở đây bị sao ạ?
points-tell-damaged = Rách, mờ, khó đọc
points-tell-covered = Có mã khác dán đè lên
points-told-thanks = Đã ghi lại, cán bộ sẽ tới xem. Không ai biết là anh/chị báo. Anh/chị đừng quét mã dán đè nhé.

## Tỷ lệ đã gắn
points-none = Đơn vị chưa có điểm nào trong danh sách. Người vận hành nhập danh sách điểm bằng lệnh tinbao points import.
points-coverage =
    📍 { $name }: đã gắn { $installed }/{ $places } điểm ({ $percent }%)
points-bar = • { $name }: { $installed }/{ $places } ({ $percent }%)
points-bar-damaged = • { $name }: { $installed }/{ $places } ({ $percent }%), hỏng { $damaged }
points-wants-damaged = 🟠 Hỏng, chờ thay: { $n }
points-wants-told = ⚠️ Bà con báo biển hỏng, bị dán đè: { $n }
points-wants-overdue = ⏳ Quá 90 ngày chưa ai kiểm tra: { $n }
points-hamlets = Đã gắn, theo thôn:
points-units = Đã gắn, theo đơn vị:
points-no-hamlet = Không thuộc thôn nào
points-by-hamlet = Theo thôn
points-by-unit = Theo đơn vị
points-to-all = Tổng quan điểm
points-open = Điểm và biển
points-list-missing = Chưa gắn
points-list-damaged = Hỏng
points-list-told = Bà con báo hỏng
points-list-overdue = Lâu chưa kiểm tra
points-list-never = Chưa ai quét
points-list-under = Ít được quét
points-listed-missing = Chưa gắn biển: { $n } điểm
points-listed-damaged = Biển hỏng, chờ thay: { $n } điểm
points-listed-told = Bà con báo biển hỏng, bị dán đè: { $n } điểm
points-listed-overdue = Quá 90 ngày chưa ai kiểm tra: { $n } điểm
points-listed-never = Đã gắn mà chưa ai quét: { $n } điểm
points-listed-under = Đã gắn mà có dưới 5 lượt quét trong quý đã qua: { $n } điểm
points-item = • { $serial } · { $name }
points-item-at = • { $serial } · { $name } · xem lần cuối { $at }
points-in = { $name } ({ $where })

## Số liệu sử dụng
points-use = Số liệu sử dụng
points-use-of =
    📊 { $unit }: lượt quét → bắt đầu kể → gửi tin

    { $rest }
points-used = { $name }: { $scans } → { $started } → { $sent }
points-use-parts = Từng nơi, { $of }:
points-quarter = quý { $n }/{ $year }
points-this-month = tháng này đến nay: { $scans } lượt quét, { $sent } tin
points-under = dưới 5
points-use-exact = Số chính xác, chỉ cho bàn trực. Đồng chí đừng đưa ra ngoài: ít người thì dễ đoán ra ai. Riêng “bắt đầu kể” chỉ nêu của quý đã qua, dưới 5 thì không nêu số, còn lại làm tròn xuống bội của 5. Tin về cán bộ không có trong số tin.
points-use-rule = Để không ai đoán ra người báo: chỉ nêu quý đã qua, dưới 5 thì không nêu số, còn lại làm tròn xuống bội của 5; vì thế cộng từng nơi không ra đúng tổng.

## Hình
points-chart = 📊 Tỷ lệ đã gắn, bằng hình.
points-map = Bản đồ
points-map-none = Chưa điểm nào có toạ độ, nên chưa vẽ được bản đồ.
points-map-coming = Tinbao đang vẽ bản đồ { $n } điểm, đồng chí chờ một chút.
points-map-here = 🗺 Các điểm trên bản đồ.
points-chart-headline = Đã gắn { $installed } trên { $places } điểm
points-chart-kinds = Theo loại điểm
points-chart-hamlets = Theo thôn, tổ dân phố
points-chart-units = Theo đơn vị
points-chart-others = { $n } nơi khác
points-standing-installed = đã gắn
points-standing-damaged = hỏng
points-standing-missing = chưa gắn
points-map-north = Bắc
points-map-note = Vị trí lấy từ danh sách điểm.
points-spot-title = Vị trí người báo gửi
points-spot-scan = Quét mã bằng điện thoại để mở trên bản đồ.
points-map-far = { $n } điểm có toạ độ quá xa, không vẽ.
points-metres = { $n } m
points-kilometres = { $n } km
