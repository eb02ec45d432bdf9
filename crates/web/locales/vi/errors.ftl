# Trang lỗi
error-values = Có chỗ cần xem lại
error-meant = Có phải bạn muốn:
error-without = Bỏ điều kiện này
error-to-postings = Tìm việc làm
error-to-home = Về trang chủ
error-to-help = Xem trợ giúp
error-request = Mã yêu cầu: { $id }
error-400-title = Không đọc được địa chỉ này
error-400-what = Địa chỉ của trang bị sai hoặc thiếu.
error-400-next = Hãy kiểm tra lại đường dẫn, hoặc tìm lại bằng ô tìm kiếm phía trên.
error-403-title = Bạn không được xem trang này
error-403-what = Trang này chỉ dành cho người được cấp quyền.
error-403-next = { $reach ->
    [phone] Nếu bạn nghĩ có nhầm lẫn, hãy gọi cho trung tâm theo số ở cuối trang.
    [email] Nếu bạn nghĩ có nhầm lẫn, hãy viết thư cho trung tâm theo địa chỉ ở cuối trang.
   *[none] Nếu bạn nghĩ có nhầm lẫn, hãy hỏi trung tâm dịch vụ việc làm.
}
error-404-title = Không tìm thấy trang
error-404-what = Có thể đường dẫn bị gõ sai, hoặc trang đã đổi địa chỉ.
error-404-next = Hãy kiểm tra lại đường dẫn, hoặc tìm việc bằng ô tìm kiếm phía trên.
error-409-title = Có người vừa thay đổi mục này
error-409-what = Trong lúc bạn đang làm, mục này đã được thay đổi nên thao tác của bạn chưa được ghi.
error-409-next = Hãy quay lại trang trước, tải lại để xem bản mới nhất rồi làm lại.
error-410-title = Trang này không còn nữa
error-410-what = Nội dung bạn tìm đã được gỡ bỏ.
error-410-next = Mời bạn tìm việc khác bằng ô tìm kiếm phía trên.
error-422-title = Chưa tìm được với điều kiện này
error-422-what = Một điều kiện trong địa chỉ của trang không đúng nên chúng tôi chưa tìm.
error-422-next = Hãy sửa hoặc bỏ điều kiện đó rồi tìm lại.
error-429-title = Bạn gửi quá nhiều yêu cầu
error-429-what = Máy của bạn, hoặc mạng bạn đang dùng, gửi quá nhiều yêu cầu trong thời gian ngắn.
error-429-next = Mời bạn đợi một phút rồi tải lại trang.
error-500-title = Hệ thống gặp lỗi
error-500-what = Lỗi này ở phía chúng tôi, không phải do bạn.
error-500-next = { $reach ->
    [phone] Mời bạn thử lại sau vài phút. Nếu vẫn lỗi, hãy gọi cho trung tâm theo số ở cuối trang và đọc mã yêu cầu dưới đây.
    [email] Mời bạn thử lại sau vài phút. Nếu vẫn lỗi, hãy viết thư cho trung tâm theo địa chỉ ở cuối trang và ghi mã yêu cầu dưới đây.
   *[none] Mời bạn thử lại sau vài phút. Nếu vẫn lỗi, hãy báo cho trung tâm dịch vụ việc làm và nói mã yêu cầu dưới đây.
}
error-503-title = Hệ thống đang tạm nghỉ
error-503-what = Trang đang được bảo trì hoặc đang quá tải.
error-503-next = { $reach ->
    [phone] Mời bạn quay lại sau ít phút. Cần gấp, hãy gọi cho trung tâm theo số ở cuối trang.
    [email] Mời bạn quay lại sau ít phút. Cần gấp, hãy viết thư cho trung tâm theo địa chỉ ở cuối trang.
   *[none] Mời bạn quay lại sau ít phút. Cần gấp, hãy đến trung tâm dịch vụ việc làm.
}
error-rebuilding-title = Tìm việc tạm ngừng trong ít phút
error-rebuilding-what = Danh mục tìm kiếm đang được lập lại nên lúc này chưa tìm được việc làm. Các tin tuyển dụng vẫn còn nguyên.
error-rebuilding-progress = Đã lập xong khoảng { $percent }%.
error-rebuilding-next = Mời bạn tải lại trang sau ít phút. Trang của từng tin và hồ sơ của bạn vẫn mở được như thường.
problem-number = Hãy nhập một con số lớn hơn 0, ví dụ 8 hoặc 8,5.
problem-unknown = Lựa chọn này không có trong danh sách.
problem-radius = Khoảng cách phải là 5, 10, 25, 50 hoặc 100 km.
problem-no-place = Muốn tìm theo khoảng cách, hãy ghi một nơi làm việc.
problem-day = Hãy ghi một ngày, ví dụ 31/12/2026.
problem-flag = Điều kiện này chỉ nhận 1 (có) hoặc 0 (không).
