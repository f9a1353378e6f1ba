### Vào và rời đội: mã mời, tên hiển thị, danh sách thành viên.

enrol-already = Đồng chí đã là thành viên của { $unit } ({ $role }) rồi, không cần mã mời nữa.
enrol-slow = Đã thử nhiều lần. Anh/chị thử lại sau { $minutes } phút.
enrol-wrong = Mã này không dùng được. Anh/chị xem lại từng chữ, hoặc xin người quản lý một mã mới ạ.
enrol-name =
    Mã đúng. Đồng chí vào { $unit } với vai trò { $role }.
    Đồng nghiệp sẽ thấy tên nào? Ví dụ: Đồng chí Lan. (Tối đa { $most } chữ cái.)
enrol-name-long = Tên dài quá, đồng chí rút gọn trong { $most } chữ cái giúp.
enrol-name-taken = Đơn vị đã có người tên “{ $name }”. Đồng chí chọn tên khác để khỏi nhầm nhé.
enrol-done-before = Đồng chí đã là thành viên rồi.
enrol-welcome-desk =
    Chào mừng { $name }, { $role } của { $unit }.
    Có tin mới, Tinbao sẽ nhắn ở đây.
    • /hang-doi: xem hàng đợi
    • gõ mã tin: mở tin đó
    • /trogiup: xem các lệnh
enrol-welcome =
    Chào mừng { $name }, { $role } của { $unit }.
    Gõ /trogiup để xem các lệnh.
enrol-replaced = 🔏 { $name } từ giờ giữ khoá thay { $former }; { $former } không còn trong Tinbao. Nếu đồng chí không mời, hãy xoá người đó và hỏi lại ngay.
enrol-role-yours = Từ giờ vai trò của đồng chí ở đơn vị là { $role }. Nếu đồng chí không biết việc này, hãy hỏi lại chỉ huy hoặc người giữ máy chủ.
enrol-role-changed = Vai trò của { $name } ở đơn vị từ giờ là { $role }. Nếu đồng chí không biết việc này, hãy hỏi lại người giữ máy chủ.
enrol-joined = 👋 { $name } ({ $role }) vừa vào đơn vị. Nếu đồng chí không biết người này, hãy xoá khỏi danh sách thành viên.

enrol-queue = Hàng đợi
enrol-members = Thành viên

enrol-members-page =
    Thành viên: { $count }
    { $lines }
enrol-no-members = Chưa có ai.
enrol-member = • { $name }, { $role }
enrol-lines =
    { $first }
    { $rest }
enrol-remove = Xoá { $name }
enrol-page-back = ← Trang trước
enrol-page-on = Trang sau →
enrol-remove-confirm = Xoá { $name } khỏi đơn vị? Người này sẽ không xem được tin nào nữa; muốn trở lại phải có mã mời mới.
enrol-remove-yes = Đồng ý xoá
enrol-stop = Thôi
enrol-stopped = Đã thôi, không có gì thay đổi.
enrol-removed = Đã xoá { $name } khỏi đơn vị.
enrol-not-found = Không có người này trong đơn vị, hoặc đã được xoá rồi.
enrol-not-allowed = Vai trò của đồng chí không làm được việc này.
enrol-nothing = Lựa chọn này không còn dùng được. Bà con muốn báo tin thì cứ nhắn vào đây ạ.

enrol-role-officer = cán bộ
enrol-role-lead = chỉ huy
enrol-role-communicator = cán bộ tuyên truyền
enrol-role-custodian = người giữ khoá
enrol-role-auditor = kiểm tra viên
enrol-role-admin = quản trị
enrol-role-other = thành viên
enrol-tips-back = { $count } tin của { $name } đã về lại hàng đợi, cần người nhận.
enrol-stay = Đóng trình duyệt là máy này quên đồng chí. Máy của riêng đồng chí thì tải lại trang rồi bấm “Nhớ máy này”.
