//! What the terms on changes of a manifest say in words.

use crate::manifest::ChangeNotice;
pub(crate) use crate::values::change_terms::{find, objects_within_notice, quote, tells};

/// True if the terms say, in words or not, that customers are not told.
pub(crate) fn rule_notice_out(notice: &ChangeNotice<'_>, extra: &[String]) -> bool {
    notice.committed == Some(false)
        || notice.text.is_some_and(|text| find(text.value(), extra).is_some())
}
