//! What is learnt of one column, cell by cell.

use serde::Serialize;
use serde_json::{json, Value};

pub struct Column {
    name: String,
    filled: u64,
    empty: u64,
    integers: Option<Range<i64>>,
    numbers: Option<Range<f64>>,
    texts: Option<Range<String>>,
    not_integer: bool,
    not_number: bool,
    not_boolean: bool,
    not_date: bool,
    mean: f64,
}

#[derive(Serialize)]
pub struct Summary {
    name: String,
    r#type: &'static str,
    count: u64,
    empty: u64,
    min: Value,
    max: Value,
    mean: Value,
}

struct Range<T> {
    min: T,
    max: T,
}

impl Column {
    pub fn new(name: String) -> Self {
        Column {
            name,
            filled: 0,
            empty: 0,
            integers: None,
            numbers: None,
            texts: None,
            not_integer: false,
            not_number: false,
            not_boolean: false,
            not_date: false,
            mean: 0.0,
        }
    }

    pub fn add(&mut self, cell: &str) {
        if cell.is_empty() {
            self.empty += 1;
            return;
        }
        self.filled += 1;
        self.add_integer(cell);
        self.add_number(cell);
        self.add_text(cell);
        self.not_boolean |= !matches!(cell, "true" | "false" | "True" | "False" | "TRUE" | "FALSE");
        self.not_date |= !is_date(cell);
    }

    pub fn summary(self) -> Summary {
        let r#type = self.type_name();
        let (min, max) = match r#type {
            "integer" => bounds(self.integers),
            "number" => bounds(self.numbers),
            _ => bounds(self.texts),
        };
        let mean = if matches!(r#type, "integer" | "number") { json!(self.mean) } else { Value::Null };
        Summary { name: self.name, r#type, count: self.filled, empty: self.empty, min, max, mean }
    }

    fn type_name(&self) -> &'static str {
        if self.filled == 0 {
            "empty"
        } else if !self.not_integer {
            "integer"
        } else if !self.not_number {
            "number"
        } else if !self.not_boolean {
            "boolean"
        } else if !self.not_date {
            "date"
        } else {
            "text"
        }
    }

    fn add_integer(&mut self, cell: &str) {
        match cell.parse() {
            Ok(value) => widen(&mut self.integers, value),
            Err(_) => self.not_integer = true,
        }
    }

    fn add_number(&mut self, cell: &str) {
        match cell.parse::<f64>() {
            // "inf" and "nan" are words in a table, not measurements
            Ok(value) if value.is_finite() => {
                widen(&mut self.numbers, value);
                self.mean += (value - self.mean) / self.filled as f64;
            }
            _ => self.not_number = true,
        }
    }

    fn add_text(&mut self, cell: &str) {
        match &mut self.texts {
            None => self.texts = Some(Range { min: cell.into(), max: cell.into() }),
            Some(range) if cell < range.min.as_str() => range.min = cell.into(),
            Some(range) if cell > range.max.as_str() => range.max = cell.into(),
            Some(_) => {}
        }
    }
}

fn widen<T: PartialOrd + Copy>(range: &mut Option<Range<T>>, value: T) {
    match range {
        None => *range = Some(Range { min: value, max: value }),
        Some(range) if value < range.min => range.min = value,
        Some(range) if value > range.max => range.max = value,
        Some(_) => {}
    }
}

fn bounds<T: Serialize>(range: Option<Range<T>>) -> (Value, Value) {
    match range {
        None => (Value::Null, Value::Null),
        Some(range) => (json!(range.min), json!(range.max)),
    }
}

/// Whether a cell has the shape of an ISO date, with or without a time after it.
fn is_date(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    let shaped = bytes.len() >= 10
        && bytes[..10].iter().enumerate().all(|(i, byte)| match i {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shaped && (bytes.len() == 10 || matches!(bytes[10], b'T' | b' '))
}
