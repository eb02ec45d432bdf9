//! The clock of a demo is moved on by a line on standard input: what takes three months in life is seen in a minute.
//! Only for `--demo`: no other exchange has a clock that moves.

use sanviec_app::App;
use std::io::BufRead;

/// Whoever is signed in must sign in again after a longer jump, as after the same time of waiting.
const LONGEST_DAYS: u16 = 366;

/// Listens for lines such as `+30` or `+8h` until standard input ends.
pub(crate) fn listen(app: App) {
    println!("Gõ +30 rồi Enter để đồng hồ của bản dùng thử chạy tới 30 ngày; +8h là 8 giờ.");
    println!("Type +30 and Enter to move the clock of the demo on by 30 days; +8h are 8 hours.");
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { return };
            match hours(&line) {
                Some(hours) => {
                    app.clock().move_on(hours);
                    let now = app.clock().now().rfc3339();
                    println!("Đồng hồ của bản dùng thử: {now}. The clock of the demo says {now}.");
                }
                None if line.trim().is_empty() => {}
                None => {
                    println!("Gõ + và số ngày từ 1 đến {LONGEST_DAYS}, ví dụ +30, hoặc số giờ, ví dụ +8h.");
                    println!(
                        "Type + and a number of days from 1 to {LONGEST_DAYS}, such as +30, or of hours, such as +8h."
                    );
                }
            }
        }
    });
}

/// The hours of a line.
fn hours(line: &str) -> Option<u16> {
    let said = line.trim().strip_prefix('+')?.trim();
    let (number, each) = said.strip_suffix('h').map_or((said, 24), |hours| (hours, 1));
    let number = number.trim();
    // The reader of numbers takes a sign, too.
    let is_plain = number.bytes().all(|sign| sign.is_ascii_digit());
    let hours = is_plain.then(|| number.parse::<u16>().ok())??.checked_mul(each)?;
    (1..=LONGEST_DAYS * 24).contains(&hours).then_some(hours)
}

#[cfg(test)]
mod tests {
    use super::hours;

    #[test]
    fn a_line_moves_by_whole_hours_and_only_forward() {
        assert_eq!((hours("+30"), hours(" + 7 "), hours("+366")), (Some(720), Some(168), Some(8_784)));
        assert_eq!((hours("+8h"), hours("+ 24 h")), (Some(8), Some(24)));
        for wrong in ["", "30", "-30", "+0", "+0h", "+367", "+3.5", "+70000", "++3", "+ba", "+h", "+8784d"] {
            assert_eq!(hours(wrong), None, "{wrong}");
        }
    }
}
