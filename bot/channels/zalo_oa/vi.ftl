### Zalo OA: lời riêng của kênh này.

zalo-oa-elsewhere = { $count } tệp không gửi được qua Zalo, xem ở trang này: { $link }
zalo-oa-link = Xem tại: { $link }
zalo-oa-choose = Anh/chị chọn một mục dưới đây:

## Trang hiện ra sau khi cấp quyền
zalo-oa-return-title = Zalo đã cấp quyền
zalo-oa-return-copy = Chép địa chỉ của trang này ở thanh địa chỉ rồi dán vào cửa sổ lệnh đang chờ.
zalo-oa-return-only-you = Địa chỉ này chỉ dùng được một lần, trong ít phút. Đừng gửi cho ai.
