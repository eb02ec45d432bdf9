//! An exchange in this process over the judged collection, on the collection's day, and the collection as plain texts
//! for the ways of searching that ours is compared with.

use crate::asked;
use crate::judged::{self, JudgedQuery};
use crate::{Failure, data};
use sanviec_app::find::{self, Card, Item, Params};
use sanviec_app::import::{self, Options, Verdict};
use sanviec_app::{Actor, App, AppError, Clock, Locale, stream};
use sanviec_domain::time::Micros;
use sanviec_search::{Build, Change, Cursor};
use sanviec_store::{Settings, Store};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use tokio::runtime::Runtime;

/// The running exchange.
pub(crate) struct Exchange {
    runtime: Runtime,
    app: App,
    /// Facet terms of each posting, by its id in the collection.
    facets: HashMap<String, Vec<String>>,
    /// Rows that the rules refused.
    pub(crate) refused: usize,
}

impl Exchange {
    /// Takes the collection in and indexes it.
    pub(crate) fn new(collection: &str) -> Result<Self, Failure> {
        let runtime = crate::runtime()?;
        let clock = Clock::at(Micros::start_of(judged::day()).plus_seconds(8 * 3600));
        let (app, facets, refused) = runtime.block_on(async {
            let store = Store::open(Settings { durable: false, ..Settings::new("sqlite::memory:") }).await?;
            let app = data::app(store, clock)?;
            let rows = collection.lines().filter(|line| !line.trim().is_empty()).enumerate();
            let rows = rows.map(|(at, line)| data::row(at as u64 + 1, line)).collect::<Result<Vec<_>, _>>()?;
            let options = Options { source: "judged".into(), dry_run: false, complete: false };
            let ctx = app.ctx(Actor::Operator, Locale::Vi);
            let report = import::run(&app, &ctx, Box::new(rows.into_iter().map(Ok)), &options).await?;
            let facets = index(&app).await?;
            Ok::<_, Failure>((app, facets, report.count(Verdict::Refused)))
        })?;
        Ok(Self { runtime, app, facets, refused })
    }

    /// Ids of what people see for a query, best first, as the results page shows it: where the words as typed find
    /// nothing, what is found for the words as they were probably meant; where they find little, what lacks one thing
    /// after it. A place that nobody knows finds nothing.
    pub(crate) fn search(&self, query: &JudgedQuery, limit: usize) -> Result<Vec<String>, Failure> {
        let params = Params {
            q: query.q.clone(),
            place: query.place.iter().cloned().collect(),
            limit: limit.to_string(),
            ..Params::default()
        };
        let (mut found, mut near) = self.found(&params)?;
        if found.is_empty() {
            let ctx = self.app.ctx(Actor::Public, Locale::Vi);
            match self.runtime.block_on(find::help(&self.app, &ctx, &params, 0)) {
                Ok(find::Help { spelling: Some((words, total)), .. }) if total > 0 => {
                    (found, near) = self.found(&Params { q: words, ..params })?;
                }
                Ok(_) | Err(AppError::Refused(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        found.append(&mut near);
        Ok(found)
    }

    /// What has everything that was asked for, and what lacks one thing.
    fn found(&self, params: &Params) -> Result<(Vec<String>, Vec<String>), Failure> {
        let ctx = self.app.ctx(Actor::Public, Locale::Vi);
        let found = match self.runtime.block_on(find::postings(&self.app, &ctx, params)) {
            Ok(found) => found,
            Err(AppError::Refused(_)) => return Ok(<_>::default()),
            Err(error) => return Err(error.into()),
        };
        let near = self.runtime.block_on(find::near_misses(&self.app, &ctx, params, &found))?;
        Ok((source_ids(&found.items)?, source_ids(&near)?))
    }

    /// Ids of what lies in the place of a query; `None` when the query names none.
    pub(crate) fn in_place(&self, query: &JudgedQuery) -> Option<HashSet<String>> {
        let filter = asked::area(query.place.as_deref()?);
        let wanted: HashSet<String> =
            filter.and_then(|filter| asked::terms_of(&filter)).into_iter().flatten().collect();
        let inside = self.facets.iter().filter(|(_, terms)| terms.iter().any(|term| wanted.contains(term)));
        Some(inside.map(|(id, _)| id.clone()).collect())
    }
}

fn source_ids(items: &[Item]) -> Result<Vec<String>, Failure> {
    let ids = items.iter().map(|item| Ok(source_id(&item.card)?));
    Ok(ids.collect::<Result<Vec<Option<String>>, Failure>>()?.into_iter().flatten().collect())
}

fn source_id(card: &[u8]) -> serde_json::Result<Option<String>> {
    Ok(serde_json::from_slice::<Card>(card)?.source_id)
}

async fn index(app: &App) -> Result<HashMap<String, Vec<String>>, Failure> {
    let ctx = app.ctx(Actor::System, Locale::Vi);
    let mut snapshot = stream::Snapshot::begin(app, &ctx).await?;
    let rebuild = app.index().rebuild(Build::default())?;
    let mut facets = HashMap::new();
    loop {
        let page = snapshot.next(app, &ctx).await?;
        if page.is_empty() {
            break;
        }
        for change in page {
            let Change::Live(doc) = change else { continue };
            rebuild.add(&doc)?;
            if let Some(id) = source_id(&doc.card)? {
                facets.insert(id, doc.facets);
            }
        }
    }
    rebuild.finish(&Cursor { epoch: "judged".into(), position: 0 })?;
    Ok(facets)
}

/// A posting of the collection as texts.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Text {
    pub(crate) id: String,
    pub(crate) title: String,
    company: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    requirements: String,
    #[serde(default)]
    benefits: String,
    #[serde(default)]
    skills: Vec<String>,
}

impl Text {
    /// Everything but the title.
    pub(crate) fn body(&self) -> String {
        let skills = self.skills.join(" \n ");
        [&self.description, &self.requirements, &self.benefits, &skills, &self.company].map(String::as_str).join("\n")
    }
}

/// The texts of a collection.
pub(crate) fn texts(collection: &str) -> Result<Vec<Text>, Failure> {
    let lines = collection.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.map(serde_json::from_str).collect::<Result<_, _>>()?)
}
