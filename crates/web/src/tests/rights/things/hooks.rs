//! Programs that are told what happens, of an organisation and of a centre, with a message that waits; keys of those
//! that ask; and the words of a posting that is not handed in yet.

use sanviec_app::api_keys::NewKey;
use sanviec_app::webhooks::{self, Add, Owner};
use sanviec_app::{Action, Ctx, Fields, Role, Thing, api_keys, hiring};
use sanviec_domain::posting::PostingCode;
use uuid::Uuid;

use super::super::super::site::World;
use super::super::planted::{Planted, Rule};
use super::key;

/// Sets one up; its id.
pub(in super::super) async fn hook(world: &World, planted: &mut Planted, by: &Ctx, owner: Owner) -> String {
    let (name, host) = (planted.word("may"), planted.word("nghe"));
    let (role, thing) = match owner {
        Owner::Employer(id) => (Role::EmployerAdministrator, Thing::of_employer(id)),
        Owner::Centre(id) => (Role::CentreManager, Thing::of_centre(id)),
    };
    for (text, what) in [(&name, "name of an endpoint"), (&host, "address of an endpoint")] {
        planted.note(text, (Rule::Only(role), what), &[], thing);
    }
    let address = format!("https://{host}.vidu.vn/nghe");
    let events = owner.events().iter().map(|kind| kind.code().to_owned()).collect();
    let added = webhooks::add(&world.app, by, owner, Add { name, address, events }, &key()).await.expect("added");
    planted.note_secret(&added.secret, "secret of an endpoint");
    webhooks::ping(&world.app, by, owner, added.id, &key()).await.expect("queued");
    added.id.to_string()
}

/// A key of an organisation.
pub(in super::super) async fn api_key(world: &World, planted: &mut Planted, by: &Ctx, organisation: Uuid) {
    let name = planted.word("khoa");
    let rule = (Rule::Only(Role::EmployerAdministrator), "name of a key");
    planted.note(&name, rule, &[], Thing::of_employer(organisation));
    let new = NewKey { name, scope: "write".to_owned() };
    let issued = api_keys::issue(&world.app, by, organisation, new, &key()).await.expect("issued");
    planted.note_secret(&issued.key, "key of an organisation");
}

/// Title and description of a draft.
pub(in super::super) async fn written(world: &World, planted: &mut Planted, by: &Ctx, draft: &str, owner: Thing) {
    let (title, description) = (planted.word("nghe"), planted.word("mota"));
    for text in [&title, &description] {
        planted.note(text, (Rule::Group(Fields::PLAIN), "words of a draft"), &[Action::ReadOrganisation], owner);
    }
    let posting = draft.parse::<PostingCode>().expect("a code").uuid();
    let version = hiring::own(&world.app, by, posting).await.expect("own").version;
    let typed = vec![("title", vec![title]), ("description", vec![description])];
    let save = hiring::Save { posting, version, step: hiring::step("job").expect("a step"), typed };
    hiring::save(&world.app, by, save, &key()).await.expect("saved");
}
