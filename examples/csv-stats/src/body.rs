//! The request body as a [`Read`], chunk by chunk as it arrives.

use std::io::{Read, Result};

#[link(wasm_import_module = "extism:host/user")]
extern "C" {
    fn request_read(max: u64) -> u64;
    fn block_read(block: u64, at: u64, into: *mut u8, length: u32);
}

#[link(wasm_import_module = "extism:host/env")]
extern "C" {
    fn length(block: u64) -> u64;
    fn free(block: u64);
}

pub struct Body;

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        // SAFETY: the host writes no more than the block holds, which is no more than was asked for
        unsafe {
            let chunk = request_read(buffer.len() as u64);
            if chunk == 0 {
                return Ok(0);
            }
            let read = length(chunk);
            block_read(chunk, 0, buffer.as_mut_ptr(), read as u32);
            free(chunk);
            Ok(read as usize)
        }
    }
}
