# Trợ giúp và các trang thông tin
help-title = Trợ giúp
help-intro = Trang này giúp bạn tìm việc làm trên cả nước. Bạn không cần tài khoản và không phải trả tiền.
help-search = Tìm việc
help-search-1 = Ở ô Từ khóa, gõ tên nghề, kỹ năng hoặc tên công ty. Gõ không dấu vẫn tìm được.
help-search-2 = Ở ô Nơi làm việc, gõ xã, phường, tỉnh hoặc thành phố. Tên quận, huyện cũ vẫn dùng được.
help-search-3 = Dùng bộ lọc để chọn mức lương, thời gian làm việc, kinh nghiệm. Bấm Áp dụng để xem kết quả.
help-search-4 = Muốn xem lại, hãy lưu hoặc gửi địa chỉ của trang kết quả. Mở ra là thấy đúng danh sách đó với tin mới nhất.
help-apply = Ứng tuyển
help-apply-1 = Trang không đưa số điện thoại của nhà tuyển dụng ra ngoài. Bạn ứng tuyển ngay trên trang hoặc nhờ trung tâm giới thiệu.
help-apply-2 = Mở tin bạn quan tâm, bấm “Ứng tuyển nhanh”, ghi tên và số điện thoại. Không cần tài khoản.
help-apply-3 = Đường dẫn theo dõi được gửi tới bạn: mở ra để xem hồ sơ đến đâu hoặc để rút.
help-apply-4 = { $reach ->
    [phone] Tin không có nút đó: gọi hoặc đến trung tâm, nói mã tin và họ tên; trung tâm giới thiệu bạn và báo lại.
    [email] Tin không có nút đó: viết thư hoặc đến trung tâm, cho biết mã tin và họ tên; trung tâm giới thiệu bạn và báo lại.
   *[none] Tin không có nút đó: đến trung tâm, nói mã tin và họ tên; trung tâm giới thiệu bạn và báo lại.
}
help-free = Không mất phí
help-free-1 = Không ai được thu tiền, bắt đặt cọc hay giữ giấy tờ gốc của người tìm việc.
help-free-link = Cách nhận biết tin lừa đảo
help-employer = Bạn là nhà tuyển dụng?
help-employer-1 = Hãy liên hệ trung tâm dịch vụ việc làm để đăng tin. Đăng tin không mất phí và được kiểm tra trước khi hiển thị.
help-feed = Theo dõi tin mới
help-feed-1 = Cuối mỗi trang kết quả có đường dẫn Atom. Dùng đường dẫn này trong ứng dụng đọc tin để biết khi có việc mới.

scam-title = Cách nhận biết tin lừa đảo
scam-intro = Tìm việc thật không bao giờ phải nộp tiền trước. Nếu ai đó đòi tiền, hãy dừng lại.
scam-signs = Dấu hiệu cần cảnh giác
scam-sign-1 = Đòi phí hồ sơ, phí giữ chỗ, tiền đặt cọc, tiền đồng phục hoặc tiền đào tạo trước khi đi làm.
scam-sign-2 = Giữ bản gốc căn cước, bằng cấp hoặc hộ chiếu của bạn.
scam-sign-3 = Lương rất cao cho việc rất nhẹ, không cần kinh nghiệm, nhận ngay trong ngày.
scam-sign-4 = Chỉ liên lạc qua mạng xã hội, không cho biết tên và địa chỉ công ty.
scam-sign-5 = Bắt nạp tiền để “làm nhiệm vụ”, “chốt đơn” hoặc đầu tư.
scam-sign-6 = Hẹn gặp ở nơi vắng, đổi địa điểm nhiều lần, hoặc rủ đi nước ngoài mà không có hợp đồng.
scam-sign-7 = Hỏi mã OTP, mật khẩu hoặc thông tin tài khoản ngân hàng.
scam-law = Luật bảo vệ bạn
scam-law-1 = Người sử dụng lao động không được giữ bản chính giấy tờ tùy thân, văn bằng, chứng chỉ của bạn.
scam-law-2 = Người sử dụng lao động không được bắt bạn đặt cọc bằng tiền hay tài sản để được làm việc.
scam-law-3 = Bạn không phải trả chi phí cho việc tuyển dụng.
scam-do = Bạn nên làm gì
scam-do-1 = Ngừng liên lạc, không chuyển thêm tiền, giữ lại tin nhắn và biên lai.
scam-do-2 = { $reach ->
    [phone] Gọi cho trung tâm theo số ở cuối trang và nói mã tin để chúng tôi kiểm tra và gỡ tin.
    [email] Viết thư cho trung tâm theo địa chỉ ở cuối trang và ghi mã tin để chúng tôi kiểm tra và gỡ tin.
   *[none] Bấm “Báo cáo tin sai phạm” trên trang của tin đó để chúng tôi kiểm tra và gỡ tin.
}
scam-do-3 = Nếu đã mất tiền hoặc bị đe dọa, hãy báo công an xã, phường nơi gần nhất hoặc gọi 113.

privacy-title = Quyền riêng tư
privacy-intro = Bạn xem và tìm việc mà không phải cho biết mình là ai.
privacy-read = Khi bạn tìm và đọc tin
privacy-read-1 = Chúng tôi không lập hồ sơ về người xem và không theo dõi bạn qua các trang khác.
privacy-log = Nhật ký của máy chủ
privacy-log-1 = Máy chủ ghi thời điểm, loại trang và kết quả trả lời để phát hiện lỗi.
privacy-log-2 = Từ khóa và nơi bạn tìm không được ghi lại.
privacy-log-3 = Nhật ký chỉ dùng để vận hành, không bán và không trao cho bên quảng cáo.
privacy-employer = Thông tin của nhà tuyển dụng
privacy-employer-1 = Tên nhà tuyển dụng và nội dung tin được công khai. Số điện thoại, thư điện tử của người liên hệ không công khai.
privacy-third = Bên thứ ba
privacy-third-1 = Trang không tải phông chữ, hình ảnh hay mã theo dõi từ nơi khác.
privacy-rights = Quyền của bạn
privacy-rights-1 = { $reach ->
    [phone] Muốn biết, sửa hoặc xóa thông tin về mình mà không có tài khoản, mời bạn gọi cho trung tâm theo số ở cuối trang.
    [email] Muốn biết, sửa hoặc xóa thông tin về mình mà không có tài khoản, mời bạn viết thư cho trung tâm theo địa chỉ ở cuối trang.
   *[none] Muốn biết, sửa hoặc xóa thông tin về mình mà không có tài khoản, mời bạn đến trung tâm dịch vụ việc làm.
}
privacy-cookies = Trang này dùng cookie thế nào

cookies-title = Cookie
cookies-intro = Tìm và xem việc làm không dùng cookie nào.
cookies-1 = Chỉ khi bạn đăng nhập, trang đặt một cookie cần thiết, nên bạn không thấy ô hỏi về cookie. Ngôn ngữ, từ khóa và bộ lọc nằm ngay trong địa chỉ của trang.
cookies-2 = Tên: __Host-sanviec (hoặc sanviec khi chạy thử không có TLS). Mục đích: giữ bạn đăng nhập. Thời hạn: nhiều nhất 30 ngày, hết ngay khi bạn đăng xuất.
cookies-privacy = Xem thêm về quyền riêng tư

access-title = Khả năng tiếp cận
access-intro = Chúng tôi muốn ai cũng dùng được trang này, kể cả người dùng trình đọc màn hình, chỉ dùng bàn phím, mắt kém hoặc điện thoại đời cũ.
access-how = Bạn có thể
access-how-1 = phóng to chữ đến 200% mà không mất nội dung;
access-how-2 = dùng mọi chức năng bằng bàn phím;
access-how-3 = dùng trang khi tắt JavaScript hoặc khi mạng chậm;
access-how-4 = nghe nội dung bằng trình đọc màn hình;
access-how-5 = xem trang ở nền sáng hoặc nền tối theo cài đặt của máy.
access-tested = Chuẩn áp dụng và cách kiểm tra
access-tested-1 = Trang hướng tới chuẩn WCAG 2.2 mức AA. Mỗi lần thay đổi, mọi trang đều được kiểm tra tự động bằng máy ở màn hình nhỏ và màn hình lớn.
access-gaps = Điều chúng tôi biết là chưa tốt
access-gaps-1 = Kiểm tra bằng máy không tìm ra mọi lỗi; trang chưa được người khuyết tật dùng thử một cách có tổ chức.
access-gaps-2 = Nội dung tin do nhà tuyển dụng viết có thể khó đọc, ví dụ viết hoa toàn bộ hoặc viết không dấu.
access-tell = Báo cho chúng tôi
access-tell-1 = { $reach ->
    [phone] Nếu có chỗ nào bạn không dùng được, mời gọi cho trung tâm theo số ở cuối trang. Chúng tôi cũng có thể đọc hoặc in nội dung cho bạn.
    [email] Nếu có chỗ nào bạn không dùng được, mời viết thư cho trung tâm theo địa chỉ ở cuối trang. Chúng tôi cũng có thể đọc hoặc in nội dung cho bạn.
   *[none] Nếu có chỗ nào bạn không dùng được, mời báo cho trung tâm dịch vụ việc làm. Chúng tôi cũng có thể đọc hoặc in nội dung cho bạn.
}

terms-title = Điều khoản sử dụng
terms-intro = Khi dùng trang này, bạn đồng ý với các điều dưới đây.
terms-seekers = Với người tìm việc
terms-seekers-1 = Tìm việc, xem tin và được giới thiệu việc làm là miễn phí.
terms-seekers-2 = Hãy tự kiểm tra thông tin về nhà tuyển dụng trước khi nhận việc.
terms-postings = Với tin tuyển dụng
terms-postings-1 = Nhà tuyển dụng chịu trách nhiệm về nội dung tin của mình.
terms-postings-2 = Tin phân biệt đối xử, thu phí người lao động hoặc sai sự thật sẽ bị trả lại hoặc gỡ.
terms-postings-3 = Tin hết hạn vẫn đọc được một thời gian nhưng không nhận hồ sơ.
terms-data = Dùng lại dữ liệu
terms-data-1 = Dữ liệu việc làm công khai có thể lấy qua giao diện lập trình /api/v1. Khi dùng lại, hãy ghi nguồn và gỡ tin đã hết hạn.
terms-liability = Trách nhiệm
terms-liability-1 = Trung tâm kiểm tra tin trước khi đăng nhưng không bảo đảm mọi chi tiết đều chính xác. Nếu thấy tin sai, hãy báo cho chúng tôi.
