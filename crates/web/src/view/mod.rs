//! One typed struct per page; handlers fill them, templates show them, nothing else is known to a template.
//! Must not be in here: domain types, requests and answers, look-ups.

mod account;
mod applying;
mod article;
mod audit;
mod criteria;
mod desk;
mod employers;
mod error;
mod form;
mod home;
mod inbox;
mod item;
mod json_ld;
mod landing;
mod letter;
mod page;
mod pages;
mod pay_list;
mod poster;
mod posting;
mod profile;
mod prose;
mod qr;
mod results;
mod sheet;
mod statement;
mod words;
mod worksheet;

#[cfg(test)]
pub(crate) mod samples;

pub(crate) use account::{AccountPage, Role, Session};
pub(crate) use applying::{
    ApplicantsPage, ApplicationPage, ApplicationRow, ApplicationsPage, ApplyingForm, Ask, AskKind, Form, Moment, Tab,
    Tick,
};
pub(crate) use article::{Article, Part, Terms, Topic};
pub(crate) use audit::{AuditPage, AuditRow};
pub(crate) use criteria::Criteria;
pub(crate) use desk::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, DeskRow};
pub(crate) use employers::{EmployerPage, EmployerRow, Employers};
pub(crate) use error::{ErrorPage, Fault, Problem};
pub(crate) use form::{Ceremony, Field, FormPage, Mistake, Owned};
pub(crate) use home::Home;
pub(crate) use inbox::{InboxMessage, InboxPage};
pub(crate) use item::Item;
pub(crate) use json_ld::{JobPosting, Salary};
pub(crate) use landing::{Landing, Subject};
pub(crate) use letter::Letter;
pub(crate) use page::{Band, Page, Section, Site};
pub(crate) use pages::{PageLink, Pages};
pub(crate) use pay_list::{PayList, PayListLine, PayListSent};
pub(crate) use poster::Poster;
pub(crate) use posting::{Contact, Fact, Gone, Posting, Standing, Workplace};
pub(crate) use profile::{
    ConsentRow, ConsentsPage, DataPage, LookRow, LooksPage, PairPage, PairRow, PairsPage, PartRow, Person, ProfilePage,
    SlipConsent, SlipPage, SlipPart, SlipRow,
};
pub(crate) use prose::{Block, Prose};
pub(crate) use qr::square_code;
pub(crate) use results::{Choice, Chosen, Control, Group, Link, NoResults, Notice, Outcome, Results, SortChoice};
pub(crate) use sheet::{Answer, Control as QuestionControl, Group as QuestionGroup, Question, Sheet, Wrong};
pub(crate) use statement::StatementPaper;
pub(crate) use words::Words;
pub(crate) use worksheet::{Entry, Input, KEPT_FILE, Opt, Part as SheetPart, Search, Shape, Way, WorkForm, Worksheet};
