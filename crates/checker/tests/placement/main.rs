//! The product's placement rule compared with the second reading.

mod agreement;
mod faults;

use faults::planted;
