//! Every request that changes something, sent three times at once and cut off anywhere: one effect, equal answers.
//!
//! The requests stand in a reviewed file. A route that changes something and has no row fails, and so does a row
//! without a route. Each row names the page that shows its form, so that what is sent is what a browser would send.

mod app_code;
mod cut_off;
mod files;
mod page;
mod rows;
mod scenes;
mod stage;
mod thrice;
