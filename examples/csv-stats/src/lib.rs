//! CSV in, JSON out: for each column its type, how many cells are filled, and their minimum, maximum and mean.
//! The body is read as it comes, so memory stays small whatever its length.

mod body;
mod column;

use body::Body;
use column::{Column, Summary};
use extism_pdk::{plugin_fn, FnResult, Json, Memory, ToMemory};
use serde::Serialize;
use std::io::{BufRead, BufReader};

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Statistics { rows: u64, columns: Vec<Summary> },
    Refusal { error: String },
}

#[link(wasm_import_module = "extism:host/user")]
extern "C" {
    fn response_head(head: u64) -> u32;
}

#[plugin_fn]
pub fn handle() -> FnResult<Json<Answer>> {
    let (status, answer) = match statistics(BufReader::with_capacity(1 << 16, Body)) {
        Ok(answer) => (200, answer),
        Err(error) => (400, Answer::Refusal { error: error.to_string() }),
    };
    let head = format!(r#"{{"status":{status},"headers":[["content-type","application/json"]]}}"#);
    let head: Memory = head.to_memory()?;
    unsafe { response_head(head.offset()) };
    Ok(Json(answer))
}

fn statistics(mut body: impl BufRead) -> csv::Result<Answer> {
    let delimiter = delimiter(body.fill_buf()?);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(body);
    let mut columns: Vec<Column> = reader
        .byte_headers()?
        .iter()
        .map(|name| Column::new(String::from_utf8_lossy(name.trim_ascii()).into_owned()))
        .collect();
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut record)? {
        rows += 1;
        for (column, cell) in columns.iter_mut().zip(record.iter()) {
            column.add(String::from_utf8_lossy(cell.trim_ascii()).as_ref());
        }
    }
    Ok(Answer::Statistics { rows, columns: columns.into_iter().map(Column::summary).collect() })
}

/// The likeliest of the usual delimiters: the one that stands most often in the first line.
fn delimiter(start: &[u8]) -> u8 {
    let line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let often = |delimiter: u8| line.iter().filter(|&&byte| byte == delimiter).count();
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|&delimiter| often(delimiter)).unwrap_or(b',')
}
