# Trang một việc làm, áp phích, nhà tuyển dụng
posting-how = Cách ứng tuyển
posting-how-what = { $reach ->
    [phone] Việc ứng tuyển đi qua { $centre }, không mất phí. Mời bạn gọi điện hoặc đến trung tâm và nói tên công việc và tên nhà tuyển dụng, hoặc mã tin dưới đây, cán bộ sẽ giúp bạn liên hệ với nhà tuyển dụng.
    [email] Việc ứng tuyển đi qua { $centre }, không mất phí. Mời bạn viết thư hoặc đến trung tâm và cho biết tên công việc và tên nhà tuyển dụng, hoặc mã tin dưới đây, cán bộ sẽ giúp bạn liên hệ với nhà tuyển dụng.
   *[none] Việc ứng tuyển đi qua { $centre }, không mất phí. Mời bạn đến trung tâm và nói tên công việc và tên nhà tuyển dụng, hoặc mã tin dưới đây, cán bộ sẽ giúp bạn liên hệ với nhà tuyển dụng.
}
posting-phone = Điện thoại:
posting-code = Mã tin:
posting-source = Xem tin gốc ở trang của nhà tuyển dụng
posting-free = Không nộp tiền, không đưa giấy tờ gốc cho bất kỳ ai để được nhận việc.
posting-print = In áp phích A4
posting-more = Xem việc làm tương tự
posting-facts = Thông tin chính
posting-occupation = Nghề
posting-description = Mô tả công việc
posting-no-description = Nhà tuyển dụng chưa ghi mô tả công việc. Mời bạn hỏi trung tâm để biết thêm.
posting-requirements = Yêu cầu
posting-benefits = Quyền lợi
posting-skills = Kỹ năng cần có
posting-workplaces = Nơi làm việc
posting-as-written = Nhà tuyển dụng ghi: { $place }
posting-dates = Mốc thời gian
posting-left = Còn { $count } ngày
posting-left-today = Hôm nay là ngày cuối
posting-deadline = Hạn nộp hồ sơ
posting-posted = Ngày đăng
posting-wanted = Số người cần tuyển
posting-employer = Nhà tuyển dụng
posting-similar = Việc làm tương tự
posting-see-similar = Xem việc làm tương tự
posting-expired = Tin này đã hết hạn
posting-expired-what = Nhà tuyển dụng nhận hồ sơ đến hết { $day }. Hiện không ứng tuyển được nữa.
posting-filled = Nhà tuyển dụng đã tuyển đủ người
posting-filled-what = Việc này không nhận thêm hồ sơ.
posting-closed = Nhà tuyển dụng đã ngừng tuyển
posting-closed-what = Việc này không nhận thêm hồ sơ.
gone-title = Tin tuyển dụng này đã được gỡ
gone-what = Tin đã bị gỡ khỏi trang, có thể vì hết hạn đã lâu hoặc vì không đúng quy định.
gone-next = Tìm việc làm khác

fact-working-time = Thời gian làm việc
fact-shift = Ca làm việc
fact-contract = Hợp đồng
fact-probation = Thử việc
fact-experience = Kinh nghiệm
fact-education = Trình độ
fact-qualification = Trình độ chuyên môn
fact-housing = Chỗ ở
fact-meals = Bữa ăn
fact-transport = Đi lại
fact-starts = Ngày bắt đầu làm việc
fact-age = Độ tuổi
fact-remote = Hình thức làm việc

poster-title = Áp phích: { $title }
poster-kind = Tuyển dụng
poster-place = Nơi làm việc
poster-code = Mã QR dẫn đến tin tuyển dụng này
poster-scan = Quét mã để xem đầy đủ và biết cách ứng tuyển
poster-phone = Hoặc gọi
poster-free = Ứng tuyển miễn phí.
poster-hint = Dùng lệnh In của trình duyệt để in trang này ra một tờ A4.
poster-back = Về trang việc làm

employers-title = Nhà tuyển dụng
employers-none = Hiện chưa có nhà tuyển dụng nào.
employer-verified = Đã xác thực
employer-verified-what = Trung tâm đã kiểm tra giấy tờ của nhà tuyển dụng này.
employer-postings = Việc làm đang tuyển
employer-none = Nhà tuyển dụng này hiện không tuyển người.
