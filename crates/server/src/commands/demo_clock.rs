//! The clock of a demo is moved on by a line on standard input: what takes three months in life is seen in a minute.
//! Only for `--demo`: no other exchange has a clock that moves.

use sanviec_app::App;
use std::io::BufRead;

/// Whoever is signed in must sign in again after a longer jump, as after the same time of waiting.
const LONGEST: u16 = 366;

/// Listens for lines such as `+30` until standard input ends.
pub(crate) fn listen(app: App) {
    println!("Gõ +30 rồi Enter để đồng hồ của bản dùng thử chạy tới 30 ngày.");
    println!("Type +30 and Enter to move the clock of the demo on by 30 days.");
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { return };
            match days(&line) {
                Some(days) => {
                    app.clock().move_on(days);
                    let today = app.clock().now().day();
                    println!("Hôm nay là {}. Today is {today}.", today.format("%d/%m/%Y"));
                }
                None if line.trim().is_empty() => {}
                None => {
                    println!("Gõ + và số ngày từ 1 đến {LONGEST}, ví dụ +30.");
                    println!("Type + and a number of days from 1 to {LONGEST}, for example +30.");
                }
            }
        }
    });
}

/// The days of a line.
fn days(line: &str) -> Option<u16> {
    let days: u16 = line.trim().strip_prefix('+')?.trim().parse().ok()?;
    (1..=LONGEST).contains(&days).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn a_line_moves_by_whole_days_and_only_forward() {
        assert_eq!((days("+30"), days(" + 7 "), days("+366")), (Some(30), Some(7), Some(366)));
        for wrong in ["", "30", "-30", "+0", "+367", "+3.5", "+70000", "++3", "+ba"] {
            assert_eq!(days(wrong), None, "{wrong}");
        }
    }
}
