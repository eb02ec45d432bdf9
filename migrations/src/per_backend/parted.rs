//! Profiles that were made one are not taken apart past a claim that holds the one for the other.

use super::Steps;

/// A profile does not become one of its own again while a claim for its placement names another profile and holds it.
pub(crate) const PROFILE_PARTED: Steps = Steps {
    sqlite: &["CREATE TRIGGER profile_not_parted BEFORE UPDATE ON profile
         WHEN OLD.state = 'merged' AND NEW.state = 'live'
           AND EXISTS (SELECT 1 FROM placement JOIN claim ON claim.placement_id = placement.id
                       JOIN exclusion_profile AS held ON held.programme = claim.programme
                         AND held.profile_id = claim.profile_id AND held.claim_id = claim.id
                       WHERE placement.profile_id = OLD.id AND claim.profile_id <> OLD.id
                         AND held.until_on > (NEW.updated_at + 25200000000) / 86400000000)
         BEGIN SELECT RAISE(ABORT, 'profile_claimed'); END"],
    postgres: &[
        "CREATE FUNCTION profile_not_parted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF EXISTS (SELECT 1 FROM placement JOIN claim ON claim.placement_id = placement.id
                      JOIN exclusion_profile AS held ON held.programme = claim.programme
                        AND held.profile_id = claim.profile_id AND held.claim_id = claim.id
                      WHERE placement.profile_id = OLD.id AND claim.profile_id <> OLD.id
                        AND held.until_on > (NEW.updated_at + 25200000000) / 86400000000)
           THEN RAISE EXCEPTION 'profile_claimed' USING ERRCODE = 'check_violation', CONSTRAINT = 'profile_claimed';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER profile_not_parted BEFORE UPDATE ON profile
           FOR EACH ROW WHEN (OLD.state = 'merged' AND NEW.state = 'live')
           EXECUTE FUNCTION profile_not_parted()",
    ],
};
