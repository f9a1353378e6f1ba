### Nhật ký: lời nói với người kiểm tra. Chỉ kể việc của cán bộ, không bao giờ kể về người báo.

## Lựa chọn
auditing-older = Cũ hơn →
auditing-newest = Mới nhất, tất cả
auditing-by-tip = Lọc theo tin
auditing-by-member = Lọc theo người
auditing-by-refusal = Quyền bị từ chối
auditing-verify = Kiểm tra chuỗi
auditing-export = Xuất tệp
auditing-stop = Thôi
auditing-of-one = { $name }

## Xem
auditing-page =
    📒 Nhật ký · { $about }
    { $lines }
auditing-none = 📒 Nhật ký · { $about }: chưa có dòng nào.
auditing-about-all = tất cả, mới nhất trước
auditing-about-tip = tin { $reference }
auditing-about-member = { $name }
auditing-about-refusals = quyền bị từ chối
auditing-which-tip = Đồng chí gõ mã tin cần xem, ví dụ TK-7F3K2. Tin đã xoá nội dung vẫn còn dòng nhật ký.
auditing-which-member = Đồng chí muốn xem việc của ai?
auditing-stopped = Đã thôi.
auditing-line = • { $at } · { $deed }
auditing-line-why = • { $at } · { $deed } — lý do: { $why }
auditing-why-sealed = (niêm phong, máy này không mở được)
auditing-lines =
    { $first }
    { $rest }
auditing-system = Hệ thống

## Kiểm tra, xuất
auditing-whole =
    ✅ Chuỗi nguyên vẹn từ dòng { $first } đến dòng { $last }, ký lúc { $at }.{ $unsigned ->
        [0] {""}
       *[other] { " " }Còn { $unsigned } dòng mới hơn đang chờ ký, các dòng ấy cũng khớp.
    }
    Đồng chí chép hoặc in dòng dưới đây, cất ở nơi khác. Sau này ai cắt bớt hay viết lại nhật ký thì đối chiếu với dòng này sẽ thấy:
    { $line }
auditing-whole-unsigned = Chuỗi nguyên vẹn đến dòng { $last }, nhưng chưa được ký lần nào. Đồng chí kiểm tra lại sau một giờ; nếu vẫn vậy thì báo người vận hành.
auditing-broken =
    ⚠️ Nhật ký bị đứt ở dòng { $row } ({ $detail }).
    Đồng chí giữ nguyên hiện trạng, xuất tệp và báo cấp trên.
auditing-exported = Tệp nhật ký có { $n } dòng, kiểm tra được ở bất cứ máy nào bằng “tinbao audit verify” và khoá công khai. Lý do không có trong tệp, chỉ có dấu của lý do. Nhật ký dài quá thì tệp chỉ có phần mới, người vận hành xuất được đủ.

## Từ chối
auditing-nothing = Lựa chọn này không còn dùng được. Bà con muốn báo tin thì cứ nhắn vào đây ạ.
auditing-not-allowed = Vai trò của đồng chí không xem được nhật ký.

## Việc đã làm
auditing-other = { $who }: { $action } { $subject }
auditing-member = { $name } ({ $role })
auditing-did-access-refused = { $who } bị từ chối quyền: { $subject }
auditing-did-audit-exported = { $who } xuất nhật ký { $subject }
auditing-did-audit-read = { $who } xem nhật ký { $subject }
auditing-did-clock-extended = { $who } gia hạn tin { $subject }
auditing-did-clock-missed-transfer = tin { $subject } quá hạn chuyển
auditing-did-clock-missed-verify = tin { $subject } quá hạn xác minh
auditing-did-contact-erased = { $who } xoá đường liên lạc của tin { $subject }
auditing-did-content-erased = { $who } xoá nội dung tin { $subject }
auditing-did-custodian-added = { $who } đã ghi nhận khoá của người giữ khoá { $subject }
auditing-did-custodian-bound = { $who } từ nay quyết định cho khoá của người giữ khoá { $subject }
auditing-did-custodian-retired = { $who } đã thôi dùng khoá của người giữ khoá { $subject }
auditing-did-factor-added = { $who } đã cài cách đăng nhập ({ $subject })
auditing-did-factor-removed = { $who } đã bỏ một cách đăng nhập ({ $subject })
auditing-did-factors-reset = { $who } đã xoá cách đăng nhập của { $subject }
auditing-did-group-added = { $who } cho nhóm cộng đồng { $subject } nhận tin của đơn vị
auditing-did-group-left = Nhóm cộng đồng { $subject } đã rời
auditing-did-group-removed = { $who } đưa nhóm cộng đồng { $subject } ra khỏi danh sách
auditing-did-identity-approved = { $who } đồng ý mở danh tính ở tin { $subject }
auditing-did-identity-disclosed = { $who } đã mở danh tính ở tin { $subject }
auditing-did-identity-refused = { $who } từ chối mở danh tính ở tin { $subject }
auditing-did-identity-requested = { $who } xin mở danh tính ở tin { $subject }
auditing-did-identity-withdrawn = Danh tính gửi kèm tin { $subject } đã được rút
auditing-did-invite = { $who } cấp mã mời vai trò { $subject }
auditing-did-key-destroyed = { $who } huỷ khoá { $subject }
auditing-did-key-made = { $who } tạo khoá { $subject }
auditing-did-key-rotated = { $who } thay khoá { $subject }
auditing-did-keys-exported = { $who } xuất khoá { $subject }
auditing-did-member-added = { $subject } vào đơn vị
auditing-did-member-removed = { $who } cho { $subject } thôi việc ở đây
auditing-did-points-imported = { $who } thêm { $subject } điểm có mã
auditing-did-register-exported = { $who } xuất sổ tiếp nhận tin ra tệp ({ $subject })
auditing-did-point-closed = { $who } đóng điểm { $subject }
auditing-did-points-changed = { $who } sửa { $subject } điểm có mã
auditing-did-points-exported = { $who } xuất danh sách { $subject } điểm có mã
auditing-did-signs-made = { $who } làm biển mới: { $subject }
auditing-did-sign-revoked = { $who } thu hồi biển { $subject }
auditing-did-sign-replaced = { $who } thay biển { $subject }
auditing-did-reporter-muted = { $who } tạm ngừng nghe người báo tin { $subject }
auditing-did-reporter-unmuted = { $who } nghe lại người báo tin { $subject }
auditing-did-role-changed = { $who } đổi vai trò: { $subject }
auditing-did-sentences-changed = { $who } đổi câu soạn sẵn ({ $subject })
auditing-did-session-begun = { $who } đăng nhập { $subject }
auditing-did-session-ended = { $who } kết thúc phiên { $subject }
auditing-did-shift-added = { $who } thêm một ca trực
auditing-did-shift-removed = { $who } bỏ một ca trực
auditing-did-sign-in-failed = { $who } đăng nhập không thành { $subject }
auditing-did-tip-asked = { $who } hỏi lại người báo tin { $subject }
auditing-did-tip-assigned = { $who } phân công tin { $subject }
auditing-did-tip-closed = { $who } kết thúc tin { $subject }
auditing-did-tip-concluded-not-enough = { $who } kết luận tin { $subject }: chưa đủ thông tin
auditing-did-tip-concluded-prank = { $who } kết luận tin { $subject }: trêu đùa
auditing-did-tip-concluded-right = { $who } kết luận tin { $subject }: đúng
auditing-did-tip-concluded-wrong = { $who } kết luận tin { $subject }: không đúng
auditing-did-tip-filed = Có tin mới { $subject }
auditing-did-tip-given = { $who } được giao tin { $subject }
auditing-did-tip-handed-over = { $who } bàn giao tin { $subject }
auditing-did-tip-noted = { $who } ghi chú vào tin { $subject }
auditing-did-tip-opened = { $who } mở tin { $subject }
auditing-did-tip-released = { $who } trả tin { $subject } về hàng đợi
auditing-did-tip-reopened = { $who } mở lại tin { $subject }
auditing-did-tip-merged = { $who } gộp tin { $subject } vào tin khác
auditing-did-tip-no-twin = { $who } ghi tin { $subject } không trùng với một tin khác
auditing-did-tip-related = { $who } ghi tin { $subject } liên quan tới tin khác
auditing-did-tip-unmerged = { $who } tách tin { $subject } ra
auditing-did-tip-unrelated = { $who } bỏ ghi liên quan ở tin { $subject }
auditing-did-tips-searched = { $who } tìm trong các tin của đơn vị
auditing-did-tip-taken = { $who } nhận tin { $subject }
auditing-did-tip-verifying = { $who } bắt đầu xác minh tin { $subject }
auditing-did-tip-keyed-in = { $who } nhập tin { $subject } (nhận qua điện thoại hoặc thư)
auditing-did-tip-moved = { $who } chuyển tin { $subject } cho đơn vị khác
auditing-did-tip-received = Nhận tin { $subject } do { $who } ở đơn vị khác chuyển đến
auditing-did-tip-sent-away = { $who } chuyển tin { $subject } cho cơ quan ngoài hệ thống
auditing-did-tips-imported = Nhập tin cũ từ tệp: { $subject } tin
auditing-did-unit-added = { $who } lập đơn vị { $subject }
auditing-did-unit-setting = { $who } đổi cài đặt { $subject }
auditing-did-zalo-authorized = { $who } được Zalo cấp quyền cho tài khoản OA { $subject }

## Quyền
auditing-action-see-queue = xem hàng đợi
auditing-action-open-tip = mở tin
auditing-action-take-tip = nhận tin
auditing-action-ask-reporter = hỏi lại người báo
auditing-action-write-note = ghi chú
auditing-action-close-tip = kết thúc tin
auditing-action-remove-member = quản lý thành viên
auditing-action-request-identity = xin mở danh tính
auditing-action-decide-identity = quyết định mở danh tính
auditing-action-mute-reporter = tạm ngừng nghe người báo
auditing-action-read-audit = xem nhật ký
auditing-action-export-audit = xuất nhật ký
auditing-action-end-sessions = kết thúc phiên của người khác
auditing-action-move-tip = chuyển trạng thái tin
auditing-action-hand-over = bàn giao tin
auditing-action-assign-tip = phân công tin
auditing-action-extend-clock = gia hạn
auditing-action-transfer-tip = chuyển tin sang đơn vị khác
auditing-action-link-tips = nối, gộp tin
auditing-action-label-tip = dán nhãn tin
auditing-action-bulk-change = làm nhiều tin một lượt
auditing-action-find-tips = tìm tin
auditing-action-key-in-tip = nhập tin từ điện thoại, thư
auditing-action-read-duty-book = xem sổ trực
auditing-action-set-rota = xếp lịch trực
auditing-action-edit-words = sửa câu soạn sẵn, nhãn
auditing-action-join-group = thêm nhóm làm việc
auditing-action-keep-groups = quản lý nhóm cộng đồng
auditing-did-board-added = { $who } nối một nhóm làm bảng tin { $subject }
auditing-did-board-removed = { $who } tháo một nhóm bảng tin { $subject }
auditing-did-label-added = { $who } đặt nhãn “{ $subject }”
auditing-did-label-dropped = { $who } bỏ nhãn “{ $subject }”
auditing-did-tip-closed-in-bulk = { $who } đóng tin { $subject } (làm cả loạt)
auditing-did-tip-given-in-bulk = { $who } giao tin { $subject } (làm cả loạt)
auditing-did-tip-labelled = { $who } dán nhãn tin { $subject }
auditing-did-tip-unlabelled = { $who } gỡ nhãn tin { $subject }
auditing-action-mark-sign = ghi việc vào biển có mã
auditing-action-revoke-sign = thu hồi biển có mã
auditing-action-see-coverage = xem tỷ lệ điểm đã gắn biển
auditing-did-sign-installed = { $who } ghi đã gắn biển { $subject }
auditing-did-sign-inspected = { $who } kiểm tra biển { $subject }
auditing-did-sign-damaged = { $who } ghi biển { $subject } bị hỏng
auditing-did-sign-pledged = { $who } ghi đã ký cam kết ở nơi có biển { $subject }
auditing-did-sign-rules-posted = { $who } ghi đã niêm yết nội quy ở nơi có biển { $subject }
