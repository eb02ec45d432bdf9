//! Behaviours of the pages, texts and formats.

mod accounts;
mod applying;
mod formats;
mod pages;
mod rights;
mod site;
mod texts;
mod views;
