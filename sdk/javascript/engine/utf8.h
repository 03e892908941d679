/* UTF-8 as the Encoding standard decodes it. */
#ifndef DORMOUSE_UTF8_H
#define DORMOUSE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* How many of the first bytes are well-formed UTF-8: `length` when all are. */
size_t utf8_valid_prefix(const uint8_t *bytes, size_t length);

/* How many bytes at `bytes` (length > 0, ill-formed there) one U+FFFD stands for: the maximal subpart, 1 to 3. */
size_t utf8_ill_formed_length(const uint8_t *bytes, size_t length);

/* How many of the last bytes are the beginning of a character that further bytes could complete: 0 to 3. */
size_t utf8_incomplete_tail(const uint8_t *bytes, size_t length);

#endif
