### Danh tính người báo tin tự nguyện để lại: để lại, xin xem, quyết định.

## Lựa chọn của người báo tin
identity-leave = Để lại tên (không bắt buộc)
identity-replace = Sửa tên đã để lại
identity-withdraw = Rút lại tên
identity-stop = Không để lại tên
identity-no-phone = Không để lại số
identity-phone-keep = Giữ nguyên như vậy
identity-yes = Để lại
identity-again = Sửa lại
identity-withdraw-yes = Rút lại
identity-withdraw-no = Không rút

## Người báo tin để lại tên
identity-name =
    Anh/chị chỉ để lại tên nếu muốn nhận thưởng hoặc làm chứng; không để lại cũng không sao.
    Tên được niêm phong ngay. Cán bộ xử lý tin không xem được; chỉ khi tất cả những người giữ khoá đều đồng ý mới mở được, và anh/chị sẽ được báo.

    Anh/chị gõ họ tên (chữ vừa gõ sẽ được cất đi, không hiện lại).
identity-phone = Anh/chị gõ số điện thoại để liên hệ khi cần.
identity-phone-odd = Số này trông chưa giống số điện thoại. Anh/chị gõ lại giúp, hoặc giữ nguyên như vừa gõ.
identity-confirm =
    Để lại cho những người giữ khoá: { $who }
    Chỉ khi tất cả họ đều đồng ý mới mở được. Anh/chị có chắc muốn để lại không?
identity-in-draft = Đã ghi. Tên sẽ được niêm phong khi anh/chị gửi tin.
identity-sealed = Tên để lại ở tin { $reference } ({ $who }) đã được niêm phong. Đổi ý, anh/chị dùng biên nhận để sửa hoặc rút lại.
identity-stopped = Vâng, không để lại tên.
identity-file-kept = Ảnh, tệp đã thêm vào tin. Ở bước này anh/chị gõ chữ giúp, hoặc chọn “Không để lại tên”.
identity-words-only = Ở bước này anh/chị gõ chữ giúp, hoặc chọn “Không để lại tên”.
identity-nobody = Nơi nhận tin chưa có người giữ khoá nên chưa để lại tên được. Tin của anh/chị vẫn được gửi bình thường.
identity-not-staff = Việc để lại tên chỉ dành cho bà con báo tin.
identity-need-receipt = Anh/chị mở lại tin bằng mã biên nhận trước (gõ /tra), rồi chọn lại việc này giúp.
identity-too-late = Tên để lại ở tin { $reference } đã được trao cho những người giữ khoá, nên không sửa hay rút lại được nữa.
identity-none-left = Muốn nhận thưởng hoặc làm chứng thì anh/chị có thể để lại tên. Không bắt buộc.
identity-is-left = Anh/chị có để lại tên ở tin này từ { $at }, đang niêm phong.
identity-withdraw-ask = Rút lại tên đã để lại? Tin vẫn giữ nguyên, chỉ tên và số điện thoại bị xoá.
identity-withdrawn = Đã xoá tên và số điện thoại. Không ai xem được nữa.
identity-not-withdrawn = Vâng, vẫn giữ nguyên.

## Cán bộ xin xem
identity-ask = Xin danh tính
identity-here = 🔏 Người báo có để lại tên, đang niêm phong.
identity-ask-reason =
    Đồng chí cần biết người báo tin { $reference } là ai để làm gì? Viết lý do cho những người giữ khoá đọc.
    Không chép nội dung tin vào đây. Người báo tin sẽ được báo là có người xin xem.
identity-asked = Đã gửi yêu cầu xem danh tính ở tin { $reference } tới { $count } người giữ khoá. Khi họ quyết định, Tinbao sẽ nhắn.
identity-some-missing = Lưu ý: { $names } chưa vào Tinbao nên chưa quyết định được; quản trị đã được báo.
identity-nobody-decides = Chưa ai quyết định được: { $names } giữ khoá nhưng chưa vào Tinbao. Đồng chí nhắc quản trị gửi mã mời cho họ.
identity-hangs = 🔏 Yêu cầu xem danh tính ở tin { $reference } đang treo: { $names } chưa (hoặc không còn) trong Tinbao. Chạy “tinbao custodian invite” để mời lại.
identity-no-tip = Không có tin nào mang mã đó trong đơn vị của đồng chí.
identity-not-owner = Chỉ người đang giữ tin { $reference } mới xin xem được danh tính.
identity-no-identity = Ở tin { $reference } không có (hoặc không còn) danh tính nào để xem.
identity-given = Danh tính ở tin { $reference } đã được đồng ý mở. Phong bì đang ở { $names }; đồng chí gặp họ để biết.
identity-asked-already = Yêu cầu cho tin { $reference } đã gửi rồi, đang chờ những người giữ khoá.
identity-answer-approved = ✅ Những người giữ khoá đã đồng ý mở danh tính ở tin { $reference }. Họ cùng mở phong bì và cho đồng chí biết trực tiếp, không qua tin nhắn.
identity-answer-refused = Người giữ khoá không đồng ý mở danh tính ở tin { $reference }.
identity-request-ended = Yêu cầu xem danh tính ở tin { $reference } đã kết thúc vì người yêu cầu không còn phụ trách tin này. Đồng chí không phải làm gì. Tên vẫn niêm phong.
identity-gone = Người báo tin { $reference } đã rút lại hoặc đổi tên để lại. Yêu cầu xem danh tính khép lại; nếu vẫn cần, đồng chí gửi yêu cầu mới.

## Người giữ khoá
identity-pending = Yêu cầu đang chờ
identity-approve = Đồng ý
identity-refuse = Không đồng ý
identity-cancel = Thôi
identity-request =
    🔏 { $name } xin xem danh tính người báo tin { $reference }. Lý do:
    “{ $reason }”

    Chỉ mở được khi tất cả những người giữ khoá đồng ý.
identity-granted = ✅ Danh tính ở tin { $reference } đã được đồng ý mở. Đồng chí chọn “Lấy phong bì”.
identity-fetch = Lấy phong bì
identity-request-waits = 🔏 Có yêu cầu xem danh tính người báo tin { $reference } đang chờ đồng chí.
identity-none-pending = Không có yêu cầu nào chờ đồng chí.
identity-sealed-here = Yêu cầu ở tin { $reference }: máy này không giữ chìa khoá để mở lý do. Mời đồng chí xem ở máy của bàn tiếp nhận.
identity-approve-reason = Đồng chí đồng ý mở danh tính ở tin { $reference } vì sao? Lý do được lưu vào nhật ký.
identity-refuse-reason = Đồng chí không đồng ý mở danh tính ở tin { $reference } vì sao? Lý do được lưu vào nhật ký.
identity-telling = Người báo tin sẽ được báo về quyết định này. Báo ngay, hay có lý do theo luật phải báo muộn hơn?
identity-tell-now = Báo ngay
identity-tell-later = Lùi { $days } ngày
identity-delay-reason = Căn cứ pháp luật nào để lùi việc báo { $days } ngày? Lý do được lưu và có thể bị kiểm tra.
identity-reason-words = Ở bước này đồng chí gõ chữ giúp.
identity-reason-length = Lý do cần từ { $least } đến { $most } chữ cái, đồng chí viết lại giúp.
identity-cancelled = Đã thôi, chưa có gì được gửi hay thay đổi.
identity-waits-for-others = Đã ghi nhận ý kiến của đồng chí về tin { $reference }. Còn chờ những người giữ khoá khác.
identity-you-refused = Đã từ chối mở danh tính ở tin { $reference }.
identity-was-refused = Yêu cầu xem danh tính ở tin { $reference } đã bị từ chối, không còn phải quyết định.
identity-was-approved = Yêu cầu xem danh tính ở tin { $reference } đã được đồng ý.
identity-was-withdrawn = Người báo tin { $reference } đã rút lại tên, không còn gì để quyết định.
identity-decided-by-you = Yêu cầu ở tin { $reference } không chờ ý kiến của đồng chí.
identity-request-gone = Yêu cầu này không còn.
identity-envelope =
    ✅ Tất cả đã đồng ý mở danh tính ở tin { $reference }. Phong bì ở tệp kèm theo, có { $count } lớp; { $first } mở trước.
    Chép tệp sang máy riêng, không nối mạng, rồi chạy:
    tinbao custodian open { $file } --key TEP-CHIA-KHOA.key

## Từ chối
identity-nothing = Lựa chọn này không còn dùng được. Bà con muốn báo tin thì cứ nhắn vào đây ạ.
identity-not-allowed = Vai trò của đồng chí không làm được việc này.
