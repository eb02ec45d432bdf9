//! Ours: the served API, over HTTP with JSON.

use crate::Failure;
use crate::asked::Asking;
use crate::engine::{Answer, DIMENSIONS, Engine, FacetCounts, Session};
use crate::http::{Client, Response};
use crate::process;
use crate::server::Server;
use serde::Deserialize;
use std::net::SocketAddr;

pub(crate) struct Ours {
    address: SocketAddr,
    pid: u32,
}

impl Ours {
    pub(crate) fn of(server: &Server) -> Self {
        Self { address: server.address, pid: server.pid() }
    }
}

impl Engine for Ours {
    fn name(&self) -> &'static str {
        "ours"
    }

    fn session(&self) -> Result<Box<dyn Session>, Failure> {
        Ok(Box::new(Connection(Client::new(self.address)?)))
    }

    fn cpu_ms(&self) -> f64 {
        process::cpu_ms(self.pid)
    }
}

struct Connection(Client);

impl Connection {
    fn fetch(&mut self, asking: &Asking) -> Result<Response, Failure> {
        let response = self.0.get(&asking.path)?;
        if response.status == 200 {
            return Ok(response);
        }
        let body = String::from_utf8_lossy(&response.body).into_owned();
        Err(format!("{} was answered with {}: {body}", asking.path, response.status).into())
    }
}

impl Session for Connection {
    fn ask(&mut self, asking: &Asking) -> Result<(), Failure> {
        self.fetch(asking).map(|_| ())
    }

    fn answer(&mut self, asking: &Asking) -> Result<Answer, Failure> {
        let response = self.fetch(asking)?;
        let page: Page = serde_json::from_slice(&response.body)?;
        let facets = page.facets.map(|facets| {
            let lists: [Vec<Count>; DIMENSIONS] = [facets.place, facets.occupation, facets.contract, facets.pay_min];
            let mut counts = FacetCounts::default();
            for (counts, list) in counts.iter_mut().zip(lists) {
                counts.extend(list.into_iter().map(|count| (count.value, count.count)));
            }
            counts
        });
        Ok(Answer { total: page.total, facets })
    }
}

#[derive(Deserialize)]
struct Page {
    total: u64,
    facets: Option<Facets>,
}

#[derive(Deserialize)]
struct Facets {
    place: Vec<Count>,
    occupation: Vec<Count>,
    contract: Vec<Count>,
    pay_min: Vec<Count>,
}

#[derive(Deserialize)]
struct Count {
    value: String,
    count: u32,
}
