# Áp phích và tem có mã QR: lời ngắn, bình tĩnh, chỉ nói điều đúng.
# Chỗ xuống dòng ở các câu lớn là chỗ xuống dòng khi in; "mã này", "ở đâu"… có dấu cách không ngắt.

poster-general-headline =
    Thấy chuyện
    ma tuý? Nhắn
    cho Công an.
poster-general-sub = Bà con không cần nói tên.
poster-workers-headline =
    Xóm trọ có
    chuyện ma tuý?
    Nhắn một tin.
poster-workers-sub = Anh chị không cần nói tên.
poster-pupils-headline =
    Ai rủ em
    dùng thử?
    Kể ở đây nhé.
poster-pupils-sub =
    Kẹo lạ, thuốc lá điện tử…
    Em không cần nói tên.
poster-general-call = Báo tin ma tuý ở đây
poster-workers-call = Báo tin ma tuý ở đây
poster-pupils-call = Em kể ở đây nhé
poster-unit = Công an { $unit }
poster-point = Điểm báo tin
poster-step-1 = Mở máy ảnh hoặc Zalo, quét mã này.
poster-step-2 = Kể điều đã thấy: ở đâu, lúc nào.
poster-step-3 = Giữ mã biên nhận để xem trả lời.
poster-type = Hoặc gõ mã
poster-hotline = Đường dây nóng
poster-113 = Đang nguy hiểm
poster-111 = Trẻ em cần giúp
poster-trust = Chỉ tin mã có địa chỉ { $host }
poster-no-name = Không cần nói tên
poster-title = Áp phích và tem có mã QR
