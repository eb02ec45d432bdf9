# Nhật ký kiểm tra
audit-title = Nhật ký
audit-intro = Ai đã làm gì, xem gì, lúc nào. Việc bạn xem trang này cũng được ghi lại.
audit-day = Ngày
audit-account = Mã tài khoản
audit-account-hint = Việc do tài khoản này làm và việc làm với tài khoản này
audit-action = Loại việc
audit-action-hint = Ví dụ sign_in, read_profile, publish_posting
audit-centre = Mã trung tâm
audit-centre-hint = Để trống để xem nhật ký của toàn sàn
audit-button = Lọc
audit-none = Không có mục nào.
audit-who = Ai
audit-thing = Đối tượng
audit-before = Trước
audit-after = Sau
audit-pages = Các trang nhật ký
audit-older = Các mục cũ hơn
