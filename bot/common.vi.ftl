### Lời dùng chung cho mọi cuộc trò chuyện.

## Lựa chọn đi lại
nav-back = Quay lại
nav-cancel = Thôi, không gửi
nav-stop = Thôi
nav-restart = Làm lại từ đầu
nav-bad-sign = Biển hỏng, bị dán đè?
nav-report = Báo tin
nav-status = Xem tin của tôi
nav-withdraw = Rút liên hệ
nav-allow = Cho phép hỏi lại ở đây
nav-page = Gửi tệp, video, vị trí trên trang web
nav-wipe = Xoá cuộc trò chuyện
choices-more = Xem thêm ({ $n } lựa chọn nữa)
choices-rest = Các lựa chọn tiếp theo:
choices-hint = Trả lời bằng số hoặc bằng chữ.
old-button = Lựa chọn đó cũ rồi. Mình tiếp tục ở đây nhé.
locale-set = Từ giờ tôi nói tiếng Việt.
help-resident =
    Anh/chị cứ gõ điều muốn báo, gửi ảnh hoặc vị trí. Lúc nào cũng có thể gõ:
    /batdau – báo tin
    /quaylai – về bước trước
    /lamlai – làm lại từ đầu
    /huy – bỏ, không gửi
    /tra – xem tin đã gửi, bằng mã biên nhận
    /web – làm tiếp trên trang web
    /rut-lien-he – thôi cho hỏi lại về tin đã gửi
    /xoa – xoá cuộc trò chuyện
    /english – English
    Khẩn cấp: gọi 113.

## Sự cố
draft-damaged = Xin lỗi, phần anh/chị đang viết dở bị hỏng nên không mở lại được. Anh/chị viết lại giúp; nếu gấp, gọi 113.
access-over = Quyền làm việc của anh/chị ở đây đã kết thúc, nên việc vừa rồi không được thực hiện.
common-trouble = Xin lỗi, bên tôi đang trục trặc. Anh/chị thử gửi lại giúp; nếu gấp, gọi 113.
common-hushed = (đã ghi, không hiện lại ở đây)
common-wiped-stays = Ở chỗ chúng tôi đã xoá xong. Zalo không cho tôi xoá những tin đã hiện ở đây: nhờ đồng chí tự xoá cuộc trò chuyện này trong Zalo ngay bây giờ.
common-typed-stays = Zalo không cho tôi xoá tin anh/chị vừa gõ: anh/chị tự xoá tin ấy trong Zalo giúp.
common-masked = { $name } · { $phone }
common-masked-one = { $what }
common-identity-approved = Có yêu cầu xem tên, số điện thoại anh/chị đã để lại ở tin { $reference }; những người giữ khoá đã đồng ý.
common-identity-refused = Có yêu cầu xem tên, số điện thoại anh/chị đã để lại ở tin { $reference }; người giữ khoá không đồng ý, tên vẫn niêm phong.
common-group-left = Một nhóm cộng đồng { $channel ->
        [telegram] ở Telegram
        [zalo_bot] ở Zalo
        [zalo_oa] ở Zalo
       *[other] ở ứng dụng khác
    } đã rời, từ nay không nhận tin của đơn vị nữa. Gõ /nhom-cong-dong để xem các nhóm còn lại.
common-place-sent = 📍 { $spot }
common-file-lost = Một tệp anh/chị gửi không tải về được. { $reason } Phần còn lại vẫn giữ nguyên.
common-file-lost-chat = Một tệp anh/chị gửi không tải về được. { $reason } Phần còn lại vẫn giữ nguyên. Muốn gửi trên trang web, anh/chị gõ /web.
common-crossed = Anh/chị đang làm tiếp trên trang web. Nếu không phải anh/chị mở liên kết thì kể lại ở đây giúp nhé.
common-crossed-tips = Anh/chị đang làm tiếp trên trang web; công an hỏi thêm về tin đã gửi thì hỏi cả hai nơi. Nếu không phải anh/chị mở liên kết thì gõ /rut-lien-he rồi kể lại ở đây giúp nhé.
refusal-too-large = Tệp này lớn quá (tối đa 20 MB). Anh/chị gửi tệp ngắn hơn giúp; phần đã kể vẫn giữ nguyên.
refusal-too-many = Mỗi lần nhận được 10 tệp. Các tệp còn lại anh/chị gửi ở tin sau giúp.
refusal-expired = Tệp này không còn lấy về được, anh/chị gửi lại giúp nhé.
refusal-wrong-type = Loại tệp này chưa nhận được. Anh/chị gửi ảnh, video, ghi âm hoặc PDF giúp nhé.
refusal-empty = Tệp này trống, anh/chị thử gửi lại giúp.
refusal-unsupported = Kiểu tin nhắn này tôi chưa nhận được. Anh/chị gõ chữ, gửi ảnh hoặc ghi âm giúp nhé.
refusal-store-full = Kho đang đầy nên chưa nhận được tệp. Anh/chị cứ kể bằng lời, tin vẫn gửi được.
refusal-unreadable = Tệp này hỏng hoặc bị cắt ngang, không mở được. Anh/chị gửi lại giúp, hoặc kể bằng lời.
refusal-encrypted = Tệp này có khoá mật khẩu. Anh/chị bỏ mật khẩu rồi gửi lại, hoặc chụp màn hình gửi giúp.
refusal-too-complex = Tệp này nặng quá, máy không xử lý nổi. Anh/chị gửi ảnh nhỏ hơn hoặc đoạn ngắn hơn giúp.
refusal-apple-photo = Ảnh kiểu HEIC của iPhone chưa nhận được. Anh/chị gửi như ảnh thường (JPEG), đừng gửi dạng tệp; hoặc chụp màn hình ảnh ấy rồi gửi giúp.
refusal-busy = Máy đang bận nên chưa nhận được tệp. Anh/chị chờ ít phút rồi gửi lại giúp; phần đã kể vẫn giữ nguyên.

## Giọng nói
voice-offer =
    Giọng nói có thể khiến người quen nhận ra anh/chị. Tôi có thể đổi giọng trong đoạn ghi âm: cán bộ chỉ nghe giọng đã đổi, bản gốc bị xoá.
    Nội dung và cách nói vẫn như cũ, nên anh/chị đừng nói tên mình nhé.
voice-offer-platform =
    Giọng nói có thể khiến người quen nhận ra anh/chị. Tôi có thể đổi giọng trong đoạn ghi âm: cán bộ chỉ nghe giọng đã đổi, bản gốc ở đây bị xoá.
    Ứng dụng nhắn tin vẫn còn giữ đoạn gốc anh/chị vừa gửi; anh/chị nên tự xoá trong máy. Nội dung và cách nói vẫn như cũ.
voice-alter = Đổi giọng
voice-keep = Giữ nguyên giọng
voice-altered = Được rồi. Cán bộ chỉ nghe giọng đã đổi, bản gốc sẽ bị xoá ở đây.
voice-kept = Vâng, giữ nguyên giọng.
voice-late = Đoạn ghi âm đó đã gửi đi hoặc đã xử lý rồi, không đổi được nữa.
voice-passed-altered = Đoạn ghi âm lúc nãy anh/chị chưa chọn, nên tôi đổi giọng rồi mới chuyển cho cán bộ.
voice-lost = Đoạn ghi âm không đổi giọng được nên tôi đã xoá, chưa ai nghe. Anh/chị kể bằng chữ giúp nhé.

## Loại tin
kind-dealing = Mua bán ma tuý
kind-use = Sử dụng ma tuý
kind-storing = Cất giấu ma tuý
kind-venue = Quán, nhà trọ, nơi tụ tập
kind-psychosis = Người “ngáo đá”
kind-disguised = Ma tuý núp bóng đồ ăn, thuốc lá điện tử
kind-online = Rao bán trên mạng
kind-planting = Trồng cây có chất ma tuý
kind-precursors = Tiền chất, nơi pha chế
kind-transport = Vận chuyển
kind-official = Cán bộ bao che, tiếp tay
kind-other = Chuyện khác

## Mức độ
urgency-normal = Thường
urgency-urgent = KHẨN

## Lúc nào
when-now = Đang xảy ra
when-today = Hôm nay
when-this-week = Tuần này
when-often = Thường xuyên

## Tình trạng, kết quả
status-new = Đã nhận, chờ cán bộ
status-acknowledged = Cán bộ đang xem xét
status-verifying = Cán bộ đang xác minh
status-transferred = Đã chuyển cơ quan khác xử lý
status-concluded = Đã có kết quả
status-reopened = Cán bộ đang xem lại
status-closed = Đã xong
outcome-right = Đúng
outcome-wrong = Không đúng
outcome-not-enough = Chưa đủ thông tin
outcome-prank = Trêu đùa
session-over = Phiên làm việc đã hết, mời đồng chí đăng nhập lại.
session-over-invite = Phiên làm việc đã hết. Đồng chí xin mã mời mới ở chỉ huy đơn vị nhé.
session-sign-in = Đăng nhập
session-factor = Cài cách đăng nhập
session-prove = Để xem việc của đơn vị, mời đồng chí đăng nhập.
session-prove-first = Còn một bước nữa: đồng chí cài cách đăng nhập trên điện thoại rồi mới xem được việc của đơn vị.
session-welcome = Chào { $name }, đồng chí đã đăng nhập vào { $unit }. Xong việc, đồng chí bấm “Thoát nhanh” để ra nhé.
session-queue = Xem hàng đợi
session-way-passkey = khoá đăng nhập (passkey)
session-way-numbers = mã số trên điện thoại
session-factor-added = Đồng chí vừa cài thêm một cách đăng nhập: { $way }. Nếu không phải đồng chí làm, đồng chí kết thúc các phiên khác rồi báo ngay người quản trị máy chủ để đặt lại cách đăng nhập.
session-factor-added-of = { $name } vừa cài thêm một cách đăng nhập: { $way }. Nhờ đồng chí hỏi lại; nếu không phải { $name } làm, đồng chí kết thúc các phiên của { $name } và nhờ người quản trị máy chủ đặt lại cách đăng nhập.
session-factor-removed = Đồng chí vừa bỏ một cách đăng nhập: { $way }. Nếu không phải đồng chí làm, đồng chí kết thúc các phiên khác rồi báo ngay người quản trị máy chủ để đặt lại cách đăng nhập.
session-factor-removed-of = { $name } vừa bỏ một cách đăng nhập: { $way }. Nhờ đồng chí hỏi lại; nếu không phải { $name } làm, đồng chí kết thúc các phiên của { $name } và nhờ người quản trị máy chủ đặt lại cách đăng nhập.
session-list = Xem các phiên
session-list-of = Xem phiên của đồng đội

## Khoá
keys-rotated = Khoá mới của hệ thống đã sẵn sàng. Nhờ đồng chí báo người giữ máy chủ sao lưu lại thư mục khoá trong tuần này; bản sao cũ rồi sẽ không mở được tin nữa.
common-oa-broken = ❗ Tài khoản Zalo OA không gửi tin đi được nữa: Zalo cần được cấp quyền lại. Nhờ đồng chí báo người giữ máy chủ chạy lệnh “tinbao zalo authorize”. Tin bà con gửi tới vẫn được nhận đủ; câu trả lời đang chờ.
common-while-away = Trong lúc đồng chí vắng có { $n } thông báo. Đồng chí xem hàng đợi để biết tin nào mới, tin nào đang chờ.
common-window-ending = Đã lâu đồng chí chưa nhắn ở đây. Ngày mai là Zalo không cho tôi báo tin mới cho đồng chí nữa: đồng chí viết một chữ để còn nhận được.

## Nơi nhận
office-of = công an { $unit }
office-unknown = công an địa phương
source-chat = phần mềm
source-phone = điện thoại
source-letter = thư
source-import = nhập từ sổ cũ
register-moved = Đã chuyển đơn vị khác
## Thời hạn
common-clock-transfer = chuyển tin
common-clock-verify = kiểm tra, xác minh
common-clock-time = { $at }
common-clock-day = hết ngày { $day }
common-clock-near = ⏰ Tin { $reference }: hạn { $what } là { $due }.
common-clock-missed = ❗ Tin { $reference } đã quá hạn { $what } ({ $due }). Đồng chí xử lý ngay giúp.
common-clock-parent = ❗ Tin { $reference } của { $unit } đã quá hạn { $what }: { $n } giờ.
common-clock-lapsed = Tin { $reference } sắp đến hạn mà { $name } không có ca trực, nên tin trở về hàng đợi. Đồng chí nào trực nhận giúp.
common-clock-lapsed-late = Tin { $reference } đã đến hạn mà { $name } không có ca trực, nên tin trở về hàng đợi. Đồng chí nào trực nhận giúp.
common-alarm-later = 🔔 Tin { $reference } đến lúc ngoài giờ, đang chờ đồng chí.
common-alarm-urgent = 🔴 Tin KHẨN { $reference } vẫn chưa ai nhận. Đồng chí nào gần máy nhận giúp ngay.
common-alarm-parent = 🔴 Tin khẩn { $reference } của { $unit } đã báo nhiều lần mà chưa ai nhận.

## Bà con báo biển hỏng
common-sign-told-damaged = 🪧 Biển { $serial } ở { $point }: có người báo biển rách, mờ hoặc khó quét. Đồng chí tới xem, rồi quét mã trên biển để ghi nhận.
common-sign-told-covered = ❗ Biển { $serial } ở { $point }: có người báo bị dán đè mã khác. Đồng chí tới xem sớm, gỡ mã lạ, rồi quét mã trên biển để ghi nhận.
common-sign-told-damaged-old = 🪧 Biển { $serial } ở { $point } đã thôi dùng mà vẫn còn đó: có người báo biển rách, mờ hoặc khó quét. Đồng chí tới gỡ giúp.
common-sign-told-covered-old = ❗ Biển { $serial } ở { $point } đã thôi dùng mà vẫn còn đó: có người báo bị dán đè mã khác. Đồng chí tới gỡ sớm giúp.
