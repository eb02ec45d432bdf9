//! Claims through their use cases, on both databases: nobody is paid for twice, nothing that is owed is forgotten,
//! every step is booked, and whoever prepared a claim or entered its facts does not decide about it.

#[path = "claims/evidence.rs"]
mod evidence;
#[path = "claims/money.rs"]
mod money;
#[path = "claims/paid.rs"]
mod paid;
#[path = "claims/prepared.rs"]
mod prepared;
#[path = "claims/recovered.rs"]
mod recovered;
