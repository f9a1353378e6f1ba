### Chuyển tin cho đơn vị khác, hoặc cho cơ quan ngoài hệ thống.

transfer-do-to = Chuyển đơn vị khác
transfer-do-away = Chuyển cơ quan ngoài hệ thống
transfer-yes = Đồng ý chuyển
transfer-no-note = Không ghi chú

## Chọn đơn vị
transfer-choose = Chuyển tin { $reference } cho đơn vị nào? Đồng chí chọn ở dưới, hoặc gõ tên đơn vị (không dấu cũng được).
transfer-which = Có mấy đơn vị tên gần như vậy, đồng chí chọn giúp hoặc gõ rõ hơn:
transfer-unknown = Tinbao chưa thấy đơn vị nào khác tên như vậy. Đồng chí gõ lại tên giúp.
transfer-why = Vì sao chuyển tin { $reference } cho { $office }? Đồng chí gõ lý do trong một hai câu; lý do được niêm phong trong nhật ký của đơn vị mình, không đi theo tin.
transfer-note = 🔒 Đồng chí có dặn gì cho { $office } không? Gõ vào đây thì thành ghi chú nội bộ đi theo tin; người báo không thấy.
transfer-confirm =
    Chuyển tin { $reference } cho { $office }?
    Chuyển rồi, đơn vị mình không mở tin được nữa, chỉ còn dòng sổ. Người báo được cho biết đơn vị nào tiếp nhận.
transfer-confirm-official = ⚠️ Tin này nói về cán bộ. Chuyển cho { $office } thì người bị phản ánh có thể thấy tin, và người báo sẽ biết nơi ấy tiếp nhận. Chỉ chuyển khi đồng chí chắc là an toàn cho người báo.
transfer-confirm-empty =
    ⚠️ { $office } chưa có cán bộ nào dùng Tinbao: chuyển tin { $reference } sang đó thì chưa ai thấy, đồng chí nhớ gọi báo.
    Vẫn chuyển? Chuyển rồi, đơn vị mình không mở tin được nữa, chỉ còn dòng sổ.

## Đã chuyển
transfer-done = ↗️ Đã chuyển tin { $reference } cho { $office }. Đơn vị mình còn giữ dòng sổ.
transfer-gone = ↗️ { $name } đã chuyển tin { $reference } cho { $office }. Tin không còn ở đơn vị mình.
transfer-notice =
    🔔 Tin { $reference } chuyển từ { $office }
    { $kind } · { $urgency }
    { $point }
transfer-told = Tin { $reference } nay do { $office } tiếp nhận và xử lý. Anh/chị không phải làm gì thêm: mã tin và mã biên nhận vẫn như cũ, anh/chị cứ nhắn tiếp ở đây. Vẫn không ai biết anh/chị là ai.
transfer-request-ended = Yêu cầu xem danh tính ở tin { $reference } đã kết thúc vì tin đã chuyển sang đơn vị khác. Đồng chí không phải làm gì. Tên vẫn niêm phong.

## Ra ngoài hệ thống
transfer-away-name = Chuyển tin { $reference } cho cơ quan nào? Đồng chí gõ tên cơ quan; người báo sẽ được cho biết tên này.
transfer-name-length = Tên cơ quan cần từ { $least } đến { $most } chữ cái, đồng chí gõ lại giúp.
transfer-away-confirm =
    Ghi nhận tin { $reference } đã chuyển cho { $office }?
    Tinbao không tự gửi hồ sơ; đồng chí chuyển hồ sơ theo quy định. Tin vẫn ở đây cho tới khi đồng chí đóng.
transfer-away-done = ↗️ Đã ghi sổ: tin { $reference } chuyển cho { $office }. Khi xong việc, đồng chí chọn Kết thúc tin.
transfer-sent = ↗️ { $name } đã chuyển tin { $reference } cho { $office }.
transfer-told-away = Tin { $reference } đã được chuyển cho { $office } xử lý. Mã biên nhận vẫn như cũ; anh/chị có gì thêm cứ nhắn ở đây.

## Chưa chuyển được
transfer-too-late = Tin { $reference } đã kết luận hoặc đã chuyển rồi nên không chuyển tiếp được. Đồng chí mở lại tin trước đã nhé.
transfer-is-part = Tin { $reference } đang gộp vào một tin khác. Đồng chí tách ra rồi chuyển nhé.
transfer-has-parts = Có tin khác đang gộp vào tin { $reference }. Đồng chí tách ra rồi chuyển từng tin nhé.
transfer-official = Tin { $reference } nói về cán bộ. Chuyển cho { $office } thì người bị phản ánh có thể thấy, nên chỉ chỉ huy đơn vị mới được chuyển. Đồng chí bàn giao tin cho chỉ huy nhé.
transfer-sealed = Máy này không giữ chìa khoá của tin { $reference } nên chưa chuyển được. Mời đồng chí làm ở máy của bàn tiếp nhận.
transfer-not-done = Tin { $reference } vừa có người thay đổi nên chưa chuyển. Đồng chí mở lại tin xem giúp.
