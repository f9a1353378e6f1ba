### Trang web: biển chỉ đường từ mã QR tới chỗ nhắn tin. Lời ngắn, như người cán bộ gần nhà nói với bà con.

## Khung trang
web-name = Tin báo
web-language = Ngôn ngữ
web-skip = Tới nội dung
web-exit = Thoát nhanh
web-exit-hint = Rời trang và xoá ngay những gì đang hiện ở đây. Bấm phím Esc hai lần cũng được.
web-home-title = Trang của xã

## Trang đầu
web-here = Bà con đang ở
web-place = { $point }, { $unit }
web-home-heading = Báo tin về ma tuý
web-home-lead = Thấy chuyện gì lạ, bà con nhắn ở đây. Không cần tên, không cần tài khoản.
web-danger = Có người đang gặp nguy?
web-call-113 = Gọi 113
web-call-hotline = Trực ban { $number }
web-chat-here = Nhắn tại đây
web-chat-here-hint = Kín nhất. Hỏi đáp từng câu, không phải cài gì.
web-form-link = Viết một lần rồi gửi
web-form-link-hint = Một trang, dùng được cả khi mạng yếu.
web-zalo = Nhắn qua Zalo
web-zalo-words = MÃ { $code }
web-zalo-first = Gửi tin đầu:
web-zalo-hint = Zalo biết tài khoản của anh/chị.
web-telegram = Nhắn qua Telegram
web-telegram-hint = Telegram biết tài khoản của anh/chị, và có lúc không vào được.
web-reader = Công an { $unit }
web-reader-any = Công an nơi anh/chị chọn
web-who-heading = Ai thấy gì?
web-who-reads = { $reader } đọc tin, nhưng không biết anh/chị là ai. Trang này không hỏi tên, không lưu số máy hay địa chỉ mạng.
web-who-reads-own = { $reader } đọc tin, nhưng không biết anh/chị là ai. Không cần để lại tên; trang này không lưu số máy hay địa chỉ mạng.
web-who-apps = Nhắn qua { $apps }: hãng biết tài khoản và giữ lời nhắn; công an chỉ đọc lời nhắn.
web-who-calls = Gọi điện: người nghe thấy số máy gọi đến.
web-receipt-link = Đã có biên nhận? Xem trả lời

## Mã không dùng được
web-sign-old = Mã trên tấm biển này không còn dùng
web-sign-old-hint = Biển của { $unit } ở đây đã được thay, hoặc thôi dùng.
web-sign-unknown = Chúng tôi không nhận ra mã này
web-sign-unknown-hint = Có khi gõ nhầm một chữ, có khi mã không phải của chúng tôi: mã thật mở trang { $host }.
web-sign-way-on = Bà con vẫn báo tin ở đây được bình thường.

## Biển hỏng, bị dán đè
web-sign-bad = Biển hỏng hay bị dán đè?
web-sign-bad-hint = Bà con bấm một nút là xong. Chỉ ghi lại ngày, không ghi ai báo.
web-sign-damaged = Rách, mờ, khó quét
web-sign-covered = Có mã khác dán đè lên
web-sign-thanks = Cảm ơn bà con
web-sign-thanks-damaged = Cán bộ sẽ tới xem biển. Trong lúc chờ, bà con vẫn báo tin được ở trang này.
web-sign-thanks-covered = Cán bộ sẽ tới xem biển. Trong lúc chờ, bà con đừng quét mã dán đè; cứ để nguyên đó cho cán bộ xem.
web-sign-true = Mã thật mở trang có địa chỉ:
web-sign-true-damaged = Mã nào mở trang khác thì không phải của chúng tôi.
web-sign-true-covered = Mã nào mở trang khác thì không phải của chúng tôi. Nếu đã lỡ điền tên, số điện thoại hay mật khẩu vào trang lạ, bà con gọi trực ban hoặc 113.
web-sign-back = Về trang báo tin
web-sign-nobody = Chúng tôi chỉ ghi lại ngày có người báo, không ghi ai báo.

## Cán bộ ở trang của biển
web-staff-sign = Việc của cán bộ: ghi nhận biển này
web-staff-sign-hint = Đã gắn, còn tốt, hỏng hay thay biển mới.

## Trò chuyện
web-chat-title = Tin nhắn
web-chat-heading = Trò chuyện
web-empty = Bà con nhắn điều mình thấy vào ô bên dưới. Gửi ảnh hay ghi âm cũng được.
web-begin = Bắt đầu
web-log = Các tin nhắn
web-you = Anh/chị
web-bot = Tin báo
web-choices = Chọn
web-choices-past = Chọn lại
web-text = Viết tin nhắn
web-files = Gửi ảnh, ghi âm, tệp
web-files-hint = Ảnh, video, ghi âm hoặc PDF, mỗi tệp không quá 20 MB.
web-send = Gửi
web-location = Gửi vị trí
web-reload = Xem tin mới
web-menu = Thêm
web-file-photo = Ảnh
web-file-video = Video
web-file-audio = Ghi âm
web-file-document = Tệp PDF
web-file-size = { $mb },{ $tenths } MB
web-file-small = { $kb } KB
web-qr = Mã QR biên nhận
web-receipt-typed = Xem tin bằng biên nhận
web-keep = Nhớ máy này
web-keep-hint = Chỉ dùng trên máy riêng có khoá màn hình: đóng trình duyệt vẫn vào lại được trong 90 ngày.
web-keep-offer = Đóng trình duyệt là ra khỏi trang này. Nếu là máy riêng có khoá màn hình, đồng chí nên để máy nhớ.
web-unkeep = Thôi nhớ máy này
web-sending = Đang gửi…
web-offline = Chưa gửi được, có lẽ mạng yếu. Tin của anh/chị vẫn còn trong ô, lát nữa bấm Gửi lại nhé.
web-failed = Chưa gửi được. Tin của anh/chị vẫn còn trong ô, anh/chị thử lại giúp.
web-too-large = Có tệp quá 20 MB nên chưa lấy được. Anh/chị chọn tệp ngắn hơn giúp.
web-too-many = Mỗi lần gửi được 10 tệp. Anh/chị gửi tiếp ở tin sau nhé.
web-no-location = Chưa lấy được vị trí. Anh/chị gõ địa chỉ giúp.
web-locating = Đang tìm vị trí…
web-picked = Đã chọn

## Mẫu một trang
web-form-title = Viết tin
web-form-heading = Viết một lần rồi gửi
web-form-lead = Ô nào không rõ thì bỏ trống. Gửi xong sẽ có biên nhận để xem trả lời.
web-form-kind = Chuyện gì?
web-form-official = Tin này tới thẳng nơi khác: { $reader }. Ở đây không ai thấy.
web-form-story = Anh/chị thấy gì?
web-form-story-hint = Ai, làm gì, ra sao. Viết thế nào cũng được.
web-form-when = Lúc nào?
web-form-when-hint = Ví dụ: khoảng 9 giờ tối qua
web-form-where = Ở đâu?
web-form-where-hint = Ví dụ: nhà trọ cuối đường, cạnh cây xăng
web-form-files = Ảnh, video, ghi âm
web-form-alter = Đổi giọng trong tệp ghi âm
web-form-alter-hint = Người quen có thể nhận ra giọng nói. Để dấu chọn thì cán bộ chỉ nghe giọng đã đổi, bản gốc bị xoá. Tiếng trong video giữ nguyên.
web-form-send = Gửi tin
web-form-nothing = Chưa có gì để gửi. Anh/chị viết vài chữ, hoặc gửi một tấm ảnh nhé.
web-form-own = Để lại tên (không bắt buộc)
web-form-own-hint = Chỉ khi anh/chị muốn nhận thưởng hoặc làm chứng. Tên được niêm phong ngay, cán bộ xử lý tin không xem được; chỉ khi tất cả những người giữ khoá đều đồng ý mới mở được, và anh/chị sẽ được báo.
web-form-name = Họ tên
web-form-phone = Số điện thoại
web-form-reply = Công an hỏi lại anh/chị được không?
web-form-ask-back = Được, hỏi ngay trên trang này
web-form-ask-back-hint = Công an vẫn không biết anh/chị là ai.
web-form-one-way = Không để lại đường liên lạc
web-form-one-way-hint = Sau một giờ trang này quên hết. Chỉ mã biên nhận mở lại được tin.
web-form-true = Anh/chị kể đúng điều mình biết là được; cố ý báo sai thì phải chịu trách nhiệm trước pháp luật.

## Biên nhận
web-door-title = Làm tiếp ở đây
web-door-heading = Làm tiếp trên trang web
web-door-lead = Bấm nút để mang phần đang viết trong cuộc trò chuyện sang trang này. Chưa bấm thì bên ấy vẫn nguyên như cũ.
web-door-field = Mã trong tin nhắn, 12 ký tự
web-door-open = Tiếp tục ở đây
web-door-once = Mã dùng một lần, trong 30 phút. Hết hạn thì gõ /web trong cuộc trò chuyện để lấy mã mới.
web-door-own = Liên kết do người khác đưa thì anh/chị đừng bấm.
web-door-report = Báo tin mới ở đây
web-receipt-title = Xem trả lời
web-receipt-heading = Xem lại tin đã gửi
web-receipt-lead = Gõ 16 ký tự trên biên nhận. Chữ hoa hay thường, có gạch hay không đều được.
web-receipt-field = Mã biên nhận
web-receipt-open = Xem trả lời
web-receipt-lost = Mất biên nhận thì không xem lại được tin cũ; chúng tôi cũng không tìm lại giúp được. Anh/chị nhắn tin mới nhé.

## Rời trang
web-leave-title = Rời trang
web-leave-heading = Rời trang
web-leave-lead = Chỉ rời trang thì vẫn vào lại được từ máy này. Xoá hết thì máy này quên cuộc trò chuyện; cán bộ sẽ phải đăng nhập lại.
web-leave-only = Chỉ rời trang
web-leave-wipe = Xoá hết trên máy này
web-neutral-title = Số điện thoại cần nhớ
web-neutral-heading = Số điện thoại cần nhớ
web-neutral-fire = Cháy, nổ, cứu nạn
web-neutral-ambulance = Cấp cứu y tế
web-neutral-child = Bảo vệ trẻ em
web-neutral-farm = Mùa mưa bão: dự trữ nước sạch, đèn pin, thuốc thường dùng. Nghe đài xã lúc 5 giờ sáng và 5 giờ chiều.

## Trục trặc
web-trouble-title = Chưa xong
web-trouble-back = Về trang tin nhắn
web-trouble-home = Về trang đầu
web-trouble-urgent = Việc gấp, xin gọi 113.
web-not-found-heading = Không có trang này
web-not-found = Có thể đường dẫn bị gõ thiếu. Anh/chị quét lại mã, hoặc về trang đầu.
web-file-missing-heading = Chưa mở được tệp
web-file-missing = Tệp đang được tải về, hoặc không còn ở đây. Anh/chị chờ một chút rồi thử lại.
web-bad-heading = Trang này chưa hiểu
web-bad = Tin gửi tới bị đứt giữa chừng. Anh/chị quay lại và gửi lần nữa giúp.
web-elsewhere-heading = Tin này không gửi từ trang của chúng tôi
web-elsewhere = Để giữ an toàn cho anh/chị, chúng tôi không nhận. Anh/chị mở lại trang và nhắn tại đó nhé.
web-too-much-heading = Tin dài quá
web-too-much = Mỗi lần nhận được 200.000 chữ và 10 tệp, mỗi tệp 20 MB. Anh/chị quay lại và chia làm nhiều tin giúp.
web-down-heading = Chưa cất được tin
web-down = Bên chúng tôi đang trục trặc nên tin chưa gửi đi. Lời anh/chị viết vẫn ở dưới đây, lát nữa bấm Gửi lại nhé.
web-broken-heading = Trang đang trục trặc
web-broken = Lỗi ở phía chúng tôi, không phải do anh/chị. Anh/chị chờ một chút rồi thử lại giúp.

## Đông người gửi một lúc
web-held-title = Sắp gửi xong
web-held-heading = Sắp gửi xong
web-held-kept = Đang có nhiều tin gửi tới cùng lúc. Phần anh/chị viết vẫn giữ ở đây, không mất gì.
web-held-working = Máy đang làm một bước nhỏ, vài giây nữa tin tự gửi. Anh/chị cứ để trang này mở.
web-held-wait = Anh/chị chờ khoảng { $seconds } giây, trang tự mở lại, rồi bấm Gửi tin.
web-held-done = Xong rồi, đang gửi…
web-held-ready = Đến lượt anh/chị rồi. Bấm Gửi tin là xong.
web-held-send = Gửi tin
web-held-back = Xem lại phần đã viết

## Cán bộ đăng nhập
web-desk-title = Đăng nhập
web-desk-heading = Cán bộ đăng nhập
web-desk-lead = Trang này dành cho cán bộ nhận tin. Bà con báo tin thì không cần đăng nhập.
web-desk-over = Phiên làm việc trước đã hết, mời đồng chí đăng nhập lại.
web-desk-passkey = Dùng vân tay, khuôn mặt hoặc khoá máy
web-desk-passkey-hint = Khi đồng chí đã cài khoá đăng nhập (passkey) trên máy hoặc điện thoại này.
web-desk-passkey-wrong = Khoá này chưa dùng được ở đây. Đồng chí thử lại, hoặc dùng mã số trên điện thoại nhé.
web-desk-or = hoặc
web-desk-code = Mã cán bộ
web-desk-number = Mã số trên điện thoại
web-desk-number-hint = Sáu chữ số trong ứng dụng mã số, nửa phút đổi một lần. Mã cán bộ hiện ngay bên cạnh.
web-desk-enter = Đăng nhập
web-desk-wrong = Mã cán bộ hoặc mã số chưa đúng. Đồng chí chờ mã số mới rồi thử lại nhé.
web-desk-slow = Đã thử nhiều lần quá. Đồng chí chờ { $minutes } phút nữa rồi thử lại, hoặc đăng nhập bằng passkey.
web-desk-lost = Mất điện thoại? Đồng chí nhờ người quản trị đặt lại cách đăng nhập và xin mã mời mới.
web-desk-again = Phiên làm việc ở đây đã hết. Cán bộ thì đăng nhập lại nhé.
web-factor-title = Cài cách đăng nhập
web-factor-heading = Cài cách đăng nhập
web-factor-lead = Từ nay mỗi phiên làm việc mới, đồng chí đăng nhập bằng một trong hai cách này.
web-factor-passkey = Khoá trên máy này (passkey)
web-factor-passkey-hint = Nhanh nhất: vân tay, khuôn mặt hoặc mật khẩu mở máy.
web-factor-passkey-wrong = Chưa cài được khoá. Đồng chí thử lại, hoặc chọn cách kia nhé.
web-factor-numbers = Mã số trên điện thoại
web-factor-numbers-hint = Dùng ứng dụng mã số như Google Authenticator, Aegis, FreeOTP.
web-factor-number-heading = Cài mã số trên điện thoại
web-factor-scan = Mở ứng dụng mã số, chọn thêm tài khoản và quét mã này.
web-factor-qr = Mã QR để ứng dụng mã số quét
web-factor-by-hand = Không quét được? Gõ khoá này vào ứng dụng
web-factor-code = Mã cán bộ của đồng chí, dùng khi đăng nhập:
web-factor-first = Gõ sáu chữ số mà ứng dụng đang hiện
web-factor-confirm = Xác nhận
web-factor-other = Chọn cách khác
web-factor-number-wrong = Mã số chưa đúng. Đồng chí xem giờ trên điện thoại có đúng không, chờ mã mới rồi gõ lại nhé.
web-factor-slow = Đã thử nhiều lần quá. Đồng chí chờ { $minutes } phút nữa rồi gõ lại.
web-factor-done-heading = Cách đăng nhập của đồng chí
web-factor-done = Đã cài xong. Lần sau đồng chí mở trang này rồi đăng nhập.
web-factor-have-passkey = Khoá đăng nhập (passkey), cài ngày { $since }
web-factor-have-numbers = Mã số trên điện thoại, cài ngày { $since }. Mã cán bộ:
web-factor-go = Vào làm việc
web-factor-more = Thêm hoặc bỏ một cách đăng nhập
web-factor-prove = Đồng chí xác nhận đúng là mình trước đã. Xác nhận xong, đồng chí có 5 phút để đổi một mục.
web-factor-proof-wrong = Mã số chưa đúng. Đồng chí chờ mã mới rồi gõ lại nhé.
web-factor-late = Lần xác nhận trước không còn dùng được. Đồng chí xác nhận lại nhé.
web-factor-last = Chưa bỏ được. Đồng chí cần giữ lại ít nhất một cách để đăng nhập.
web-factor-remove = Bỏ
web-factor-remove-passkey = Bỏ khoá đăng nhập cài ngày { $since }
web-factor-remove-numbers = Bỏ mã số trên điện thoại cài ngày { $since }

## Hàng đợi bên cạnh cuộc trò chuyện, chỉ cán bộ thấy
web-queue-title = Hàng đợi
web-queue-views = Cách xem hàng đợi
web-queue-urgent = Khẩn
web-queue-waiting = Có bổ sung
web-queue-looking = 👀 Đang xem:
web-queue-empty = Hàng đợi trống. Cảm ơn đồng chí.
web-queue-none = Không có tin nào ở đây.
web-queue-pages = Các trang của hàng đợi
web-queue-back = ← Trang trước
web-queue-on = Trang sau →
web-queue-close = Đóng
web-queue-keys = Phím tắt
web-queue-key-j = Xuống tin dưới
web-queue-key-k = Lên tin trên
web-queue-key-open = Mở tin đang chọn
web-queue-key-a = Nhận tin đang mở
web-queue-key-r = Hỏi lại người báo
web-queue-key-n = Ghi chú nội bộ
web-queue-key-g = Về hàng đợi
web-queue-key-help = Xem các phím này
web-queue-key-close = Đóng cửa sổ nhỏ, rời ô viết
web-queue-photo-back = Ảnh trước
web-queue-photo-on = Ảnh sau
web-spot-hint = Mở bằng ứng dụng bản đồ trên máy này
web-spot-copy = Chép toạ độ
web-spot-copied = Đã chép
web-spot-not-copied = Chưa chép được, đồng chí bôi đen rồi chép giúp.
