//! The function {{name}}: the body of the request is its input, what it returns is the body of the answer.

use extism_pdk::{plugin_fn, FnResult};

#[plugin_fn]
pub fn handle(name: String) -> FnResult<String> {
    let name = if name.is_empty() { "World" } else { &name };
    Ok(format!("Hello, {name}!\n")) // or Err(...): the caller gets 502 with the text
}
