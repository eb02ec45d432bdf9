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
privacy-account = Tài khoản
privacy-account-1 = Chúng tôi giữ điện thoại hoặc email bạn dùng để đăng nhập (được mã hóa), mật khẩu ở dạng băm, xác thực hai bước, khóa truy cập và danh tính liên kết nếu bạn đặt.
privacy-account-2 = Phiên đăng nhập được giữ thêm 30 ngày sau khi kết thúc, mã xác nhận một ngày. Mọi thứ còn lại mất khi bạn xóa tài khoản; chỉ còn một mã số không kèm tên.
privacy-profile = Hồ sơ tìm việc
privacy-profile-1 = Hồ sơ có những gì bạn hoặc cán bộ ghi theo mẫu 01, 01a: nhân thân, nghề nghiệp, học vấn, mong muốn. Điện thoại, email, địa chỉ và số định danh được mã hóa. Điều nhạy cảm (dân tộc, tôn giáo, sức khỏe) chỉ bạn và cán bộ trung tâm của bạn thấy, trừ điều về sức khỏe mà bạn tự chọn gửi kèm khi ứng tuyển.
privacy-profile-2 = Hồ sơ dùng để tư vấn và tìm việc cho bạn. Hồ sơ không ai dùng trong { $idle } ngày được tự động xóa; hồ sơ lập tại quầy mà không có tài khoản và không còn trung tâm nào phục vụ được tự động xóa sau { $unheld } ngày.
privacy-profile-3 = Bạn xem và sửa từng phần, chọn ai thấy, tải về, và tự xóa bất cứ lúc nào.
privacy-profile-4 = Tệp bạn mang đến quầy (như CV) được mã hóa, chỉ để gửi nơi bạn ứng tuyển, và bị xóa khi bạn yêu cầu hoặc cùng hồ sơ.
privacy-consent = Sự đồng ý
privacy-consent-1 = Mỗi mục đích hỏi riêng và rút lại được bất cứ lúc nào. Việc bạn đã đồng ý hay rút, và khi nào, được giữ để chứng minh, không kèm tên sau khi hồ sơ bị xóa.
privacy-looks = Ai đã xem
privacy-looks-1 = Mỗi lần cán bộ hoặc nhà tuyển dụng xem hồ sơ hoặc mở thông tin liên hệ của bạn đều được ghi để bạn thấy. Nhật ký này chỉ có mã số, không sửa được và không xóa.
privacy-apply = Hồ sơ ứng tuyển và CV
privacy-apply-1 = Đúng những gì bạn thấy trước khi gửi, cùng tệp kèm theo và tin nhắn hai bên, được gửi cho nhà tuyển dụng đó, không gửi cho nhà tuyển dụng khác. Mọi thứ được mã hóa khi lưu.
privacy-apply-2 = Nhà tuyển dụng phải trả lời trong { $answer } ngày. Nếu bạn không được nhận, dữ liệu được tự động xóa sau { $unhired } ngày, trừ khi bạn đồng ý cho giữ lâu hơn. Bản nháp được tự động xóa sau { $draft } ngày. Nếu bạn được nhận, đơn vị giữ theo pháp luật lao động.
privacy-apply-3 = Bạn rút hồ sơ hoặc xóa dữ liệu ngay trên trang của hồ sơ đó; khi không có tài khoản thì bằng đường dẫn trong tin nhắn đã nhận.
privacy-apply-4 = Lời mời ứng tuyển và câu trả lời của bạn được giữ bằng mã số, để không ai mời bạn hai lần.
privacy-centre = Giới thiệu và hẹn gặp
privacy-centre-1 = Trung tâm giữ phiếu giới thiệu, lịch hẹn và ghi chú để làm việc với bạn. Phần nói về bạn mất cùng hồ sơ; số phiếu, kết quả và ngày giờ hẹn thì còn. Phiếu đã dẫn đến nhận việc được giữ vì trung tâm phải báo kết quả và theo dõi việc làm (Điều 10 Nghị định 352/2025/NĐ-CP).
privacy-placement = Việc làm đã nhận và khoản hỗ trợ
privacy-placement-1 = Khi bạn được nhận việc qua trung tâm, chúng tôi giữ các mốc ngày, hợp đồng, bản quét (được mã hóa) và khoản hỗ trợ đã đề nghị, để chi đúng và không chi hai lần.
privacy-placement-2 = Khi hồ sơ bị xóa, giấy tờ chưa dùng để đề nghị hỗ trợ bị xóa ngay. Giấy tờ đã dùng là chứng từ kế toán: lưu đủ số năm mà chính sách hỗ trợ quy định, tính từ cuối năm xong đề nghị, rồi được tự động xóa (Điều 41 Luật Kế toán 88/2015/QH13). Mốc ngày, số tiền và bút toán, không kèm tên, không bị xóa.
privacy-placement-3 = Để không ai được chi hai lần, mã băm có khóa của số định danh được giữ đến hết thời gian không chi lại, và có thể được đối chiếu với nơi khác cùng chương trình, không kèm tên.
privacy-placement-4 = Tệp có tên nhiều người, như của cơ quan bảo hiểm hay bảng lương, được giữ đến khi hết thời hạn của việc làm cuối cùng dựa vào tệp; tệp của ngân hàng được giữ mười năm tính từ cuối năm ngân sách. Cho đến lúc đó, dòng có tên bạn vẫn ở trong tệp, kể cả khi bạn đã xóa dữ liệu.
privacy-messages = Tin nhắn gửi cho bạn
privacy-messages-1 = Nội dung tin nhắn, email và thông báo được mã hóa, và bị xóa khi không còn dùng đến.
privacy-report = Khi bạn báo cáo một tin
privacy-report-1 = Nhà tuyển dụng không biết ai báo. Lời báo và tài khoản của bạn bị xóa khỏi báo cáo sáu tháng sau khi báo cáo được xử lý, hoặc một năm sau khi gửi nếu chưa ai xử lý.
privacy-staff = Người làm việc cho nhà tuyển dụng và trung tâm
privacy-staff-1 = Chúng tôi giữ tên, vai trò và giấy tờ xác thực để biết ai được làm gì. Ai đã giữ vai trò nào, khi nào là một phần của nhật ký nên không xóa.
privacy-third = Bên thứ ba
privacy-third-1 = Trang không tải phông chữ, hình ảnh hay mã theo dõi từ nơi khác.
privacy-rights = Quyền của bạn
privacy-rights-where = Khi đã đăng nhập, bạn tự làm được tại đây:
privacy-rights-profile = Xem và sửa hồ sơ
privacy-rights-export = Tải về mọi dữ liệu của bạn
privacy-rights-consent = Xem và rút sự đồng ý
privacy-rights-looks = Xem ai đã xem hồ sơ
privacy-rights-applications = Xem, rút, xóa hồ sơ ứng tuyển
privacy-rights-requests = Gửi yêu cầu về dữ liệu, có hạn trả lời theo luật
privacy-rights-delete = Xóa hồ sơ hoặc tài khoản
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

# Giao diện lập trình
api-title = Giao diện lập trình (API)
api-what = Chương trình đọc và tìm việc làm công khai dưới địa chỉ /api/v1: trả lời bằng JSON, không cần khóa. Khi có lỗi, câu trả lời nêu tham số sai và cách sửa.
api-document = Tài liệu của giao diện: OpenAPI 3.1
api-search = Ví dụ: tìm “ke toan”
api-units = Tỉnh, thành phố, xã, phường
api-occupations = Nhóm nghề
api-copy-title = Giữ một bản sao
api-copy = Lấy bản chụp mọi tin còn hạn ở /api/v1/postings/snapshot, rồi theo dõi thay đổi ở /api/v1/postings/stream. Đừng quét trang tìm kiếm. Hãy ghi nguồn và gỡ tin đã hết hạn.
api-keys-title = Đăng tin bằng chương trình
api-keys = Quản trị viên của đơn vị tuyển dụng tạo khóa ở trang của đơn vị; mỗi khóa chỉ làm được những việc đã chọn cho nó.
