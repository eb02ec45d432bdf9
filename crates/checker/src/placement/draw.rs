//! Cases drawn from a seed: a plain placement, spoilt in one or two ways.

mod policy;
mod story;

use super::drawn::{Draw, instant, written};
use policy::Policy;
use story::Story;

/// The case of a seed, as a line of JSON without its end.
pub fn case(seed: u64) -> String {
    let mut draw = Draw::new(seed);
    let policy = Policy::draw(&mut draw);
    let story = Story::tell(&policy, &mut draw);
    line(seed, &policy, story, draw)
}

/// The case of a seed with so many facts, for measuring.
pub fn case_of_size(seed: u64, facts: usize) -> String {
    let mut draw = Draw::new(seed);
    let policy = Policy::draw(&mut draw);
    let mut story = Story::tell(&policy, &mut draw);
    story.fill(facts, &mut draw);
    line(seed, &policy, story, draw)
}

fn line(seed: u64, policy: &Policy, story: Story, mut draw: Draw) -> String {
    let known_at = instant(story.known_at, &mut draw);
    let Story { placed_on, today, mut facts, .. } = story;
    draw.shuffle(&mut facts);
    let facts: Vec<String> = facts.iter().map(|fact| fact.written(&mut draw)).collect();
    format!(
        r#"{{"id":"r{seed}","employer":"E1","placed_on":"{}","today":"{}","known_at":"{known_at}","facts":[{}],"policy":{}}}"#,
        written(placed_on),
        written(today),
        facts.join(","),
        policy.written()
    )
}
