# What the commands say of lists of places: to whoever keeps the list.

points-fault-line = { $file } dòng { $line }: { $fault }
points-fault-more = và { $count } lỗi nữa
points-fault-nothing = tinbao: chưa nhập dòng nào. Sửa các lỗi trên rồi nhập lại cả tệp.
points-no-heads = không thấy dòng đầu có đủ cột “loại” và “tên”: thêm dòng đầu rồi nhập lại
points-two-heads = có hai cột cùng nghĩa là “{ $column }”: bỏ một cột
points-no-lines = tệp chưa có điểm nào: ghi mỗi điểm một dòng, dưới dòng đầu

points-fault-empty = cột “{ $column }” đang trống: điền vào
points-fault-kind = cột “loại” chưa đúng: ghi một trong { $known }
points-fault-nameless = cột “tên” không có chữ hay số nào: ghi lại tên
points-fault-long = cột “{ $column }” dài quá { $most } ký tự: rút ngắn lại
points-fault-dated = cột “{ $column }” đã bị Excel đổi thành ngày giờ: đổi ô sang kiểu văn bản rồi ghi lại
points-fault-error = cột “{ $column }” là lỗi công thức: sửa công thức hoặc ghi thẳng giá trị
points-fault-formula = cột “{ $column }” là công thức chưa tính: ghi thẳng giá trị
points-fault-letters = cột “{ $column }” bị vỡ chữ: gõ lại ô này, rồi lưu tệp dạng XLSX hoặc CSV UTF-8
points-fault-cells = có nhiều ô hơn dòng đầu: tên có dấu phẩy thì để trong ngoặc kép
points-fault-degrees = cột “{ $column }” phải là số như 11,5432: ghi lại
points-fault-pair = vĩ độ và kinh độ phải đi cùng nhau: ghi cả hai hoặc để trống cả hai
points-fault-swapped = vĩ độ và kinh độ đang đổi chỗ cho nhau: đổi lại
points-fault-abroad = toạ độ nằm ngoài Việt Nam: kiểm tra lại vĩ độ, kinh độ
points-fault-day = cột “{ $column }” phải là ngày như 22/11/2026: ghi lại
points-fault-no-day = cột “{ $column }” không có trong lịch: ghi lại ngày
points-fault-time = cột “{ $column }” sau hôm nay hoặc trước năm 1990: ghi lại ngày
points-fault-tags = cột “đối tượng” chưa đúng: ghi một hay nhiều trong { $known }
points-fault-signs = cột “số biển” phải là số từ 0 đến { $most }: ghi lại
points-fault-twice = trùng với dòng { $line }: bỏ một dòng, hoặc đặt tên khác nhau
points-fault-parent = cột “thuộc thôn” ghi tên không có trong tệp và trong danh sách: sửa tên, hoặc thêm dòng cho thôn đó
points-fault-parents = có nhiều nơi cùng tên như cột “thuộc thôn”: ghi rõ, như “Xã A > Thôn 1”
points-fault-which = có nhiều điểm cùng loại và tên này: ghi cột “thuộc thôn” để biết là điểm nào
points-fault-cycle = các điểm đang nằm vòng trong nhau: sửa cột “thuộc thôn”

points-summary = { $dry ->
    [yes] Sẽ thêm { $added }, sửa { $changed }, giữ nguyên { $same } điểm.
   *[no] Thêm { $added }, sửa { $changed }, giữ nguyên { $same } điểm.
 }
points-summary-signs = { $dry ->
    [yes] Sẽ làm { $signs } biển mới.
   *[no] Làm { $signs } biển mới.
 }
points-summary-closed = { $count } điểm đã đóng: để nguyên, không mở lại (--reopen để thêm lại).
points-summary-unnamed = { $count } điểm trong danh sách không có trong tệp: để nguyên.
points-summary-alike = dòng { $line } chỉ khác dấu với { $other }: xem có phải cùng một nơi không
points-alike-line = dòng { $line }
points-alike-held = một điểm đã có
points-summary-ignored = Cột không dùng: { $columns }
points-summary-unprinted = Tên có chữ không in được lên biển, ở dòng: { $lines }. Sửa trong tệp rồi nhập lại, hoặc khi in dùng --skip-unprintable để bỏ qua các biển đó.
points-summary-ahead = { $count } dòng trên dòng đầu của bảng: không đọc.

points-sign-made = chưa treo
points-sign-installed = đang treo
points-sign-damaged = hỏng
