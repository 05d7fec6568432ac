//! Checks of the rules in `rules/links/`.

mod bad_url;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup { name: "links", checks: &[bad_url::SPEC] };
