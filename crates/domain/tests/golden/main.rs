//! Golden tables: every state of each life cycle by every command, written down beside these tests.

mod application;
mod posting;
mod written;
