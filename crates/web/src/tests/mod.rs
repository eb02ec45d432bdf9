//! Behaviours of the pages, texts and formats.

mod accounts;
mod addresses;
mod formats;
mod pages;
mod rights;
mod security;
mod site;
mod texts;
mod views;
