//! Behaviours of the pages, texts and formats.

mod formats;
mod pages;
mod site;
mod texts;
mod views;
