//! What recurs, and how often: one line for each. What is done stands in `app` or beside this file.
//!
//! To add one: a use case in `app` that lets time pass for what is due (it demands `Action::Tick`, takes at most so
//! many rows, and says how many it took), and a line here. What may be due in thousands is done in parts. Times are
//! those of Viet Nam.

use crate::recurring::{CatchUp, Recurring, Work};
use crate::{applications, checkpoint, claims, desk, expiry, housekeeping};

/// All of them.
pub const TABLE: &[Recurring] = &[
    Recurring {
        name: "expire_postings",
        cron: "*/15 * * * * *",
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(expiry::sweep(app, ctx))),
    },
    Recurring {
        name: "tick_applications",
        cron: "10,25,40,55 * * * * *",
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(applications::sweep(app, ctx))),
    },
    Recurring {
        name: "tick_desk",
        cron: "0,30 * * * * *",
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(desk::sweep(app, ctx))),
    },
    Recurring {
        name: "tick_placements",
        cron: "20,50 * * * * *",
        catch_up: CatchUp::Last,
        work: Work::Parts(|app, ctx| Box::pin(desk::sweep_placements(app, ctx))),
    },
    Recurring {
        name: "tell_successions",
        cron: "8,23,38,53 * * * * *",
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(desk::sweep_successions(app, ctx))),
    },
    Recurring {
        name: "take_files",
        cron: "3,18,33,48 * * * * *",
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(desk::sweep_files(app, ctx))),
    },
    Recurring {
        name: "look_at_claims",
        cron: "12,42 * * * * *",
        catch_up: CatchUp::Last,
        work: Work::Parts(|app, ctx| Box::pin(claims::sweep(app, ctx))),
    },
    Recurring {
        name: "tick_organisations",
        cron: "5,20,35,50 * * * * *",
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(expiry::sweep_organisations(app, ctx))),
    },
    Recurring {
        name: "remind_of_postings",
        cron: "25,55 * * * * *",
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(expiry::sweep_reviews(app, ctx))),
    },
    Recurring {
        name: "forget_idle_profiles",
        cron: "0 3,13,23,33,43,53 * * * *",
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(housekeeping::forget_idle(app, ctx))),
    },
    Recurring {
        name: "erase_papers",
        cron: "30 7,17,27,37,47,57 * * * *",
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(housekeeping::erase_papers(app, ctx))),
    },
    Recurring {
        name: "erase_files",
        cron: "30 9,19,29,39,49,59 * * * *",
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(housekeeping::erase_files(app, ctx))),
    },
    Recurring {
        name: "prune",
        cron: "0 */5 * * * *",
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(housekeeping::prune(app, ctx))),
    },
    Recurring {
        name: "audit_checkpoint",
        cron: "0 7 * * * *",
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(checkpoint::tell(app, ctx))),
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use sanviec_domain::time::Micros;

    #[test]
    fn names_differ_and_patterns_are_read() {
        let mut names: Vec<_> = TABLE.iter().map(|recurring| recurring.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TABLE.len());
        for recurring in TABLE {
            let day = Micros(0).plus_days(20_000);
            let (due, _) = recurring.due(day, day.plus_days(40), 1).expect(recurring.name);
            assert_eq!(due.len(), 1, "{}", recurring.name);
        }
    }
}
