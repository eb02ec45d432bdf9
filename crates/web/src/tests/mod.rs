//! Behaviours of the pages, texts and formats.

mod accounts;
mod addresses;
mod answering;
mod applying;
mod centre;
mod contract;
mod counter;
mod formats;
mod forms;
mod helped;
mod hiring;
mod noted;
mod pages;
mod placements;
mod privacy;
mod profile;
mod rebuilding;
mod remedies;
mod rights;
mod security;
mod site;
mod site_map;
mod texts;
mod trail;
mod understood;
mod views;
