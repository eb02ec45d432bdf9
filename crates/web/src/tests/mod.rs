//! Behaviours of the pages, texts and formats.

mod accounts;
mod formats;
mod pages;
mod rights;
mod site;
mod texts;
mod trail;
mod views;
