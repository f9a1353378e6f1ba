### Zalo Bot: chỉ có chữ. Ngắn, như người quen nói chuyện.

zalo-bot-files = 📎 Có { $count } tệp không gửi qua Zalo được. Xem trên trang web: { $link }
