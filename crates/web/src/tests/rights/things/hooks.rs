//! Programs that are told what happens, of an organisation and of a centre, with a message that waits.

use sanviec_app::webhooks::{self, Add, Owner};
use sanviec_app::{Ctx, Role, Thing};

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
