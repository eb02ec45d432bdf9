//! Showing what a content says, field by field, in the spelling in which it is read back.

use sanviec_domain::person::Phone;
use sanviec_domain::posting::{Content, Period, SkillMention, Workplace};
use sanviec_domain::time::short_date;

/// Values of a field; one for most, any number for lists, none when nothing is stated.
pub(super) fn values(content: &Content, field: &str) -> Vec<String> {
    texts(content, field).or_else(|| numbers(content, field)).unwrap_or_else(|| codes(content, field))
}

fn texts(content: &Content, field: &str) -> Option<Vec<String>> {
    let text = |value: &Option<String>| value.iter().cloned().collect();
    Some(match field {
        "title" => Some(&content.title).filter(|title| !title.is_empty()).into_iter().cloned().collect(),
        "description" => text(&content.description),
        "location" => content.workplaces.iter().map(|place| place.original.clone()).collect(),
        "address" => {
            content.workplaces.first().and_then(|place: &Workplace| place.address_line.clone()).into_iter().collect()
        }
        "pay" => text(&content.pay_text),
        "benefits" => text(&content.benefits),
        "technical_field" => text(&content.technical_field),
        "requirements" => text(&content.requirements),
        "skills" => {
            let written: Vec<&str> = content.skills.iter().map(|skill: &SkillMention| skill.written.as_str()).collect();
            if written.is_empty() { Vec::new() } else { vec![written.join(", ")] }
        }
        "contact_name" => text(&content.contact.name),
        "contact_phone" => {
            let shown = |text: &String| Phone::parse(text).map_or_else(|_| text.clone(), |phone| phone.display());
            content.contact.phone.iter().map(shown).collect()
        }
        "contact_email" => text(&content.contact.email),
        "wish_to_centre" => text(&content.wish_to_centre),
        "deadline_on" => content.deadline_on.map(short_date).into_iter().collect(),
        "ready_on" => content.ready_on.map(short_date).into_iter().collect(),
        _ => return None,
    })
}

fn numbers(content: &Content, field: &str) -> Option<Vec<String>> {
    let number = |value: Option<u32>| value.map(|value| value.to_string()).into_iter().collect();
    let yes = |value: bool| if value { vec!["yes".to_owned()] } else { Vec::new() };
    Some(match field {
        "wanted" => number(Some(content.wanted)),
        "contract_months" => number(content.contract_months.map(u32::from)),
        "probation_days" => number(content.probation.map(|probation| match probation.length {
            Period::Days(days) => u32::from(days),
            Period::WorkingDays(_) | Period::Months(_) => probation.length.days(),
        })),
        "probation_percent" => number(content.probation.and_then(|probation| probation.pay_percent).map(u32::from)),
        "age_min" => number(content.age_min.map(u32::from)),
        "age_max" => number(content.age_max.map(u32::from)),
        "overseas" => yes(content.overseas),
        "suits_disabled" => yes(content.suits_disabled == Some(true)),
        _ => return None,
    })
}

fn codes(content: &Content, field: &str) -> Vec<String> {
    macro_rules! one {
        ($value:expr) => {
            $value.iter().map(|member| member.code().to_owned()).collect()
        };
    }
    match field {
        "remote_mode" => one!(content.remote_mode),
        "position" => one!(content.position),
        "priorities" => one!(content.priorities),
        "meals" => one!(content.meals),
        "housing" => one!(content.housing),
        "transport" => one!(content.transport),
        "contract" => one!(content.contract),
        "working_time" => one!(content.working_time),
        "aim" => one!(content.aim),
        "abilities" => one!(content.abilities),
        "setting" => one!(content.setting),
        "lifting" => one!(content.lifting),
        "standing" => one!(content.standing),
        "hearing" => one!(content.hearing),
        "sight" => one!(content.sight),
        "hands" => one!(content.hands),
        "education" => one!(content.education),
        "technical_level" => one!(content.technical_level),
        "experience" => one!(content.experience),
        "recruiting" => one!(content.recruiting),
        "notices" => one!(content.notices),
        _ => Vec::new(),
    }
}
