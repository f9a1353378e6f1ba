### Lời dùng chung cho mọi cuộc trò chuyện.

## Nút đi lại
nav-back = Quay lại
nav-cancel = Thôi, không gửi
nav-stop = Thôi
nav-restart = Làm lại từ đầu
nav-report = Báo tin
nav-status = Xem tin của tôi
nav-wipe = Xoá cuộc trò chuyện
old-button = Nút đó cũ rồi. Mình tiếp tục ở đây nhé.
locale-set = Từ giờ tôi nói tiếng Việt.
help-resident =
    Anh/chị cứ gõ điều muốn báo, gửi ảnh hoặc vị trí. Lúc nào cũng có thể gõ:
    /batdau – báo tin
    /quaylai – về bước trước
    /lamlai – làm lại từ đầu
    /huy – bỏ, không gửi
    /tra – xem tin đã gửi, bằng mã biên nhận
    /xoa – xoá cuộc trò chuyện
    /english – English
    Khẩn cấp: gọi 113.
help-staff =
    /hang-doi – hàng đợi tin
    /batdau – về đầu
    /quaylai – về bước trước
    /huy – bỏ việc đang làm
    /english – English

## Sự cố
common-trouble = Xin lỗi, bên tôi đang trục trặc. Anh/chị thử gửi lại giúp; nếu gấp, gọi 113.
common-place-sent = 📍 { $spot }
common-file-lost = Một tệp anh/chị gửi không tải về được. { $reason } Phần còn lại vẫn giữ nguyên.
refusal-too-large = Tệp này lớn quá (tối đa 20 MB). Anh/chị gửi tệp ngắn hơn giúp; phần đã kể vẫn giữ nguyên.
refusal-too-many = Mỗi lần nhận được 10 tệp. Các tệp còn lại anh/chị gửi ở tin sau giúp.
refusal-expired = Tệp này không còn lấy về được, anh/chị gửi lại giúp nhé.
refusal-wrong-type = Loại tệp này chưa nhận được. Anh/chị gửi ảnh, video, ghi âm hoặc PDF giúp nhé.
refusal-empty = Tệp này trống, anh/chị thử gửi lại giúp.
refusal-unsupported = Kiểu tin nhắn này tôi không đọc được. Anh/chị gõ chữ, gửi ảnh hoặc ghi âm giúp nhé.
refusal-store-full = Kho đang đầy nên chưa nhận được tệp. Anh/chị cứ kể bằng lời, tin vẫn gửi được.

## Loại tin
kind-dealing = Mua bán ma tuý
kind-use = Sử dụng ma tuý
kind-storing = Cất giấu ma tuý
kind-venue = Quán, nhà trọ, nơi tụ tập
kind-psychosis = Người "ngáo đá"
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
status-closed = Đã xong
outcome-right = Đúng
outcome-wrong = Không đúng
outcome-not-enough = Chưa đủ thông tin
outcome-prank = Trêu đùa
