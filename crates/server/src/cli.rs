//! The command line: what can be said, not what is done about it.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Sàn Việc: người tìm việc – việc tìm người. A job exchange for public employment services.
#[derive(Parser, Debug)]
#[command(name = "sanviec", version, about)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where things are; every command takes these.
#[derive(Args, Debug, Clone)]
pub(crate) struct Place {
    /// Folder for the database, the index and the settings file
    #[arg(long, env = "SANVIEC_DATA", global = true, default_value = "data")]
    pub(crate) data: PathBuf,
    /// `sqlite://FILE` or `postgres://USER@HOST/NAME`; default: SQLite in the data folder
    #[arg(long, env = "SANVIEC_DATABASE", global = true, hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// Address to serve at
    #[arg(long, env = "SANVIEC_LISTEN", global = true)]
    pub(crate) listen: Option<SocketAddr>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Write a settings file and prepare the database
    Init,
    /// Serve pages and API
    Serve {
        /// Temporary data with realistic demo vacancies; nothing is kept
        #[arg(long)]
        demo: bool,
        /// About how many demo vacancies: a few are refused, as of any source
        #[arg(long, default_value_t = 3200, requires = "demo")]
        demo_postings: usize,
    },
    /// Check or show the settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Migrate, back up, restore and verify the database
    #[command(subcommand)]
    Db(DbCommand),
    /// Take in data from files
    #[command(subcommand)]
    Import(ImportCommand),
    /// Make accounts and centres, stop accounts, help people who lost their second factor
    #[command(subcommand)]
    User(UserCommand),
    /// Replace the key that seals addresses and second factors
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Check the chain of who did what, or write it to a file for auditors
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Write the evidence for money that was paid to a file for auditors
    #[command(subcommand)]
    Evidence(EvidenceCommand),
    /// Tell other installations of a programme who counts as paid for, and take in what they tell
    #[command(subcommand)]
    Exclusions(ExclusionsCommand),
    /// Evaluate placements by the placement rule, without a database
    #[command(subcommand)]
    Rule(RuleCommand),
    /// Check policies of programmes
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Build the search index anew from the database
    Reindex,
    /// Check settings, database, index, disk and facts, and say how to mend what is wrong
    Doctor {
        /// One finding a line, as JSON
        #[arg(long)]
        json: bool,
    },
    /// With a new program, before it is started: whether it can take this installation over; nothing is changed
    UpgradeCheck {
        /// A copy by `db backup` of the program that runs now, where none are made by themselves
        #[arg(long, value_name = "FILE")]
        backup: Option<PathBuf>,
        /// One finding a line, as JSON
        #[arg(long)]
        json: bool,
    },
    /// Look up a place, an occupation or a skill by any spelling
    Lookup {
        /// What is looked up
        kind: LookupKind,
        /// Its name as somebody wrote it, or its code
        #[arg(required = true, num_args = 1..)]
        text: Vec<String>,
        /// The answer as one object of JSON
        #[arg(long)]
        json: bool,
    },
    /// Ask the running server whether it is ready (for containers without curl)
    Healthcheck,
    /// Print the OpenAPI document
    Openapi,
    /// Reads the signatures of a file on the input; the server starts it
    #[command(subcommand, hide = true)]
    Signatures(SignaturesCommand),
}

#[derive(Subcommand, Debug)]
pub(crate) enum SignaturesCommand {
    /// Roots and a file in, verdicts out
    Read,
}

#[derive(Subcommand, Debug)]
pub(crate) enum ConfigCommand {
    /// Read the settings and say what is wrong with them
    Check,
    /// Print the settings in force, secrets hidden
    Show,
}

#[derive(Subcommand, Debug)]
pub(crate) enum DbCommand {
    /// Bring the schema up to date
    Migrate {
        /// PostgreSQL: the role of the servers; it is made when it is not there and gets the rights it needs, which are
        /// not those to change the schema or rows of the audit
        #[arg(long)]
        server_role: Option<String>,
    },
    /// Say which migrations were applied and which wait
    Status,
    /// Write a copy that can be restored on SQLite or PostgreSQL
    Backup {
        /// The copy; a file of that name is replaced
        file: PathBuf,
    },
    /// Fill an empty database from a copy
    Restore {
        /// A copy that `db backup` wrote
        file: PathBuf,
    },
    /// Check the database and that the index agrees with it
    Verify,
}

#[derive(Subcommand, Debug)]
pub(crate) enum UserCommand {
    /// Make a centre; prints its id
    AddCentre {
        /// Its name in full
        name: String,
        /// Code of the province, as 52
        #[arg(long)]
        province: String,
    },
    /// List the centres with their ids
    Centres,
    /// Make an account for a phone number or an e-mail address; its holder gets in by a code and sets a password
    Add {
        /// Phone number or e-mail address
        contact: String,
        /// `seeker`, `officer`, `centre_manager`, `moderator`, `auditor`, `employer_member`,
        /// `employer_administrator` or `platform_operator`
        #[arg(long, default_value = "seeker")]
        role: String,
        /// Id of the centre, for its staff
        #[arg(long)]
        centre: Option<uuid::Uuid>,
        /// Code of the employer as in its address, for its members
        #[arg(long)]
        employer: Option<String>,
    },
    /// Take an account out of use; all its sessions end
    Disable {
        /// Phone number or e-mail address
        contact: String,
    },
    /// Put an account to use again
    Enable {
        /// Phone number or e-mail address
        contact: String,
    },
    /// Take away the second factor of somebody who lost it; all their sessions end
    #[command(name = "reset-2fa")]
    ResetSecondFactor {
        /// Phone number or e-mail address
        contact: String,
    },
}

#[derive(Subcommand, Debug)]
pub(crate) enum KeysCommand {
    /// Add a new key to the key file; servers use it when they are started again
    Rotate,
    /// Seal what is sealed with older keys with the newest one
    Reseal,
    /// Take an older key out of use and out of the key file, once nothing is sealed with it any more
    Retire {
        /// The number after `field` in the key file
        id: u32,
    },
}

#[derive(Subcommand, Debug)]
pub(crate) enum AuditCommand {
    /// Check every chain and name the first bad entry of each
    Verify {
        /// Ends of chains that were printed (`audit heads`) or exported before; the chains must pass through them
        #[arg(long)]
        known: Option<PathBuf>,
    },
    /// Write all entries to a new file, which `docs/verify/verify_audit.py` checks
    Export {
        /// The new file
        file: PathBuf,
    },
    /// Print the signed ends of the chains, to be kept elsewhere
    Heads,
}

#[derive(Subcommand, Debug)]
pub(crate) enum EvidenceCommand {
    /// Write everything about a placement, a payment list or a budget year to a new file, which
    /// `docs/verify/verify_evidence.py` checks
    Export {
        /// Code of the placement or of the list, or the year
        #[arg(value_name = "CASE|BATCH|YEAR")]
        what: String,
        /// The file
        file: PathBuf,
    },
    /// Print the case of a placement as the file has it, one line for `sanviec rule evaluate`, without a database
    Case {
        /// The file
        file: PathBuf,
        /// Code of the placement, or its id
        placement: String,
        /// Code or id of a claim: the case as the claim read it, instead of as it stood when the file was written
        #[arg(long)]
        claim: Option<String>,
    },
}

#[derive(Subcommand, Debug)]
pub(crate) enum ExclusionsCommand {
    /// Print a fresh secret for a file that all installations of a programme get
    Key,
    /// Write the list of this installation
    Export {
        /// Name of the programme, as in its policies
        #[arg(long)]
        programme: String,
        /// A new file for it; standard output when none is given
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Take in the list of another installation in place of its earlier one
    Import {
        /// The list
        file: PathBuf,
    },
}

#[derive(Subcommand, Debug)]
pub(crate) enum RuleCommand {
    /// One case a line (JSON, as in `docs/cases.md`) on standard input, one outcome a line on standard output; ends
    /// with 3 when a line is no case
    Evaluate,
    /// The same in sentences
    Explain {
        /// Language of the sentences
        #[arg(long, value_enum, default_value = "vi")]
        lang: Language,
    },
}

#[derive(Subcommand, Debug)]
pub(crate) enum PolicyCommand {
    /// Read policies and tell what they change in their golden cases
    Check {
        /// Policy files, or folders of them
        #[arg(default_value = "config/policies")]
        paths: Vec<PathBuf>,
        /// Compare with this policy instead of with the agreed outcomes
        #[arg(long)]
        against: Option<PathBuf>,
        /// Agree on the new outcomes: write them beside the golden cases
        #[arg(long, conflicts_with = "against")]
        accept: bool,
        /// Language of what is told
        #[arg(long, value_enum, default_value = "vi")]
        lang: Language,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Language {
    Vi,
    En,
}

#[derive(Subcommand, Debug)]
pub(crate) enum ImportCommand {
    /// Vacancies from JSON Lines, CSV or XLSX
    Postings {
        /// The file; its ending says what it is
        file: PathBuf,
        /// Name of the source; a row is known by its source and its id there
        #[arg(long)]
        source: Option<String>,
        /// Say what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
        /// The file lists everything of its source: what it no longer lists is closed
        #[arg(long)]
        complete: bool,
        /// Write the verdict of each row here (JSON Lines)
        #[arg(long)]
        verdicts: Option<PathBuf>,
        /// Write the rows that were not taken here, with the reasons, to be mended and imported again: as JSON Lines or
        /// CSV, whichever the name says or else the imported file is (of XLSX a CSV)
        #[arg(long)]
        fix_up: Option<PathBuf>,
        /// The counts as one object of JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LookupKind {
    Place,
    Occupation,
    Skill,
}
