//! Postings: what a vacancy says ([`Content`]), how it is named ([`PostingId`], [`PostingCode`]) and how it lives
//! ([`Life`], [`Life::step`]). No storage rows and no pages: their shapes are their own.

mod code;
mod content;
mod life;
mod limits;
mod parts;
mod reason;
mod refusal;
mod review;
mod step;
mod terms;
mod workplace;

pub use crate::why::{NOTE_CHARS, Why};
pub use code::{CodeError, CodePart, EmployerId, PostingCode, PostingId};
pub use content::{Contact, Content, Period, Probation, SkillMention};
pub use life::{Command, CommandName, Event, Life, People, Run, State};
pub use limits::Limits;
pub use parts::{LifeParts, PartsError};
pub use reason::{CloseReason, RemoveReason};
pub use refusal::Refusal;
pub use review::review;
pub use terms::{
    Ability, Aim, Contract, Education, EmployerType, Experience, Hands, Housing, Lifting, Meals, Notice, PayClass,
    Position, Priority, RecruitingWay, RemoteMode, Setting, Stance, TechnicalLevel, Transport, WorkingTime,
};
pub use workplace::{UnitLevel, UnitRef, Vintage, Workplace};
