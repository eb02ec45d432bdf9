//! Claims through their use cases, on both databases: nobody is paid for twice, nothing that is owed is forgotten,
//! every step is booked, and whoever prepared a claim or entered its facts does not decide about it.

mod accounts;
mod again;
mod at_once;
mod back_late;
mod backlog;
mod bank_day;
mod bank_file;
mod bound;
mod corrected;
mod derived;
mod disputed;
mod elsewhere;
mod erased;
mod evidence;
mod filled_in;
mod funded;
mod funds;
mod instalments;
mod learnt_late;
mod left;
mod money;
mod outdated;
mod paid;
mod prepared;
mod recovered;
mod rejected;
mod release;
mod retracted;
mod same_person;
mod samples;
mod schedulers;
mod secrets;
mod stuck;
mod task_chosen;
mod told;
