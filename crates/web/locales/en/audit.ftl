# Audit trail
audit-title = Audit trail
audit-intro = Who did or saw what, and when. That you look at this page is noted too.
audit-day = Day
audit-account = Id of an account
audit-account-hint = What this account did and what was done to it
audit-action = Kind
audit-action-hint = For example sign_in, read_profile, publish_posting
audit-centre = Id of a centre
audit-centre-hint = Leave empty for the trail of the platform
audit-button = Filter
audit-none = There are no entries.
audit-who = Who
audit-thing = What
audit-before = Before
audit-after = After
audit-pages = Pages of the trail
audit-older = Older entries
