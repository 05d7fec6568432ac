use std::path::Path;

pub(crate) fn write(_out: &Path) {}
