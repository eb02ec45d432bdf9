//! Behaviours of the pages, texts and formats.

mod accounts;
mod applying;
mod formats;
mod hiring;
mod pages;
mod placements;
mod profile;
mod rights;
mod site;
mod texts;
mod trail;
mod views;
