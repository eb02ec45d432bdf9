//! What stands in brackets.

/// The text without what stands in round and square brackets, which explains and is no part of a name or an amount:
/// "Minh Phú (Chi nhánh Cà Mau)" is "Minh Phú ". A bracket that is never closed takes the rest with it; one that was
/// never opened is left out alone.
#[must_use]
pub fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            letter if depth == 0 => kept.push(letter),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::without_brackets;

    #[test]
    fn brackets_go_with_what_is_in_them() {
        for (text, without) in [
            ("Minh Phú (Chi nhánh Cà Mau)", "Minh Phú "),
            ("a (b [c) d] e", "a  e"),
            ("a) b (c", "a b "),
            ("(a)", ""),
            ("a", "a"),
        ] {
            assert_eq!(without_brackets(text), without, "{text}");
        }
    }
}
