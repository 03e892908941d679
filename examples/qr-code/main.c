/*
 * Text in, QR code out. The text is the body, or "text" in the query. The query may also have
 *   format=svg|png|txt   what comes out; svg if nothing is said
 *   level=L|M|Q|H        error correction; M if nothing is said
 *   scale=1..16          pixels a module of a PNG; 8 if nothing is said
 */
#include "host.h"
#include "image.h"
#include "qr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_QUERY = 16384 };

static char query[MAX_QUERY];

/* The raw query from the request head, whose first members are method, path and query: none of them can hold a quote. */
static void read_query(void) {
    static char head[MAX_QUERY];
    uint64_t block = request_head();
    int size = (int) (length(block) < sizeof head - 1 ? length(block) : sizeof head - 1);
    block_read(block, 0, head, size);
    head[size] = 0;
    const char *from = strstr(head, "\"query\":\"");
    if (from != NULL) {
        from += strlen("\"query\":\"");
        snprintf(query, sizeof query, "%.*s", (int) strcspn(from, "\"\\"), from);
    }
}

/* Where the value of a parameter begins; its length goes to *value_length. NULL if there is none. */
static const char *parameter(const char *name, size_t *value_length) {
    size_t name_length = strlen(name);
    for (const char *at = query; *at != 0;) {
        size_t part = strcspn(at, "&");
        if (part > name_length && strncmp(at, name, name_length) == 0 && at[name_length] == '=') {
            *value_length = part - name_length - 1;
            return at + name_length + 1;
        }
        at += part + (at[part] == '&');
    }
    return NULL;
}

static bool is(const char *name, const char *value) {
    size_t value_length;
    const char *given = parameter(name, &value_length);
    return given != NULL && value_length == strlen(value) && strncmp(given, value, value_length) == 0;
}

static int hex(char digit) {
    return digit >= '0' && digit <= '9' ? digit - '0'
            : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
            : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Percent-decodes a value; gives its length, which is at most that of the value. */
static int decode(const char *value, size_t value_length, uint8_t *text) {
    int size = 0;
    for (size_t i = 0; i < value_length; i++) {
        if (value[i] == '%' && i + 2 < value_length && hex(value[i + 1]) >= 0 && hex(value[i + 2]) >= 0) {
            text[size++] = (uint8_t) (hex(value[i + 1]) << 4 | hex(value[i + 2]));
            i += 2;
        } else {
            text[size++] = value[i] == '+' ? ' ' : (uint8_t) value[i];
        }
    }
    return size;
}

/* The text to encode; its length, one more than fits into any code if there is more. */
static int read_text(uint8_t *text, int capacity) {
    size_t value_length;
    const char *value = parameter("text", &value_length);
    if (value != NULL) {
        static uint8_t decoded[MAX_QUERY];
        int size = decode(value, value_length, decoded);
        memcpy(text, decoded, (size_t) (size < capacity ? size : capacity));
        return size < capacity ? size : capacity;
    }
    uint64_t input = input_offset();
    int size = length(input) < (uint64_t) capacity ? (int) length(input) : capacity;
    if (size > 0) {
        block_read(input, 0, text, size);
    }
    return size;
}

static void answer(int status, const char *type, const void *bytes, size_t size) {
    char head[128];
    int head_length = snprintf(head, sizeof head, "{\"status\":%d,\"headers\":[[\"content-type\",\"%s\"]]}", status, type);
    response_head(block_new(head, head_length));
    output_set(block_new(bytes, (int32_t) size), size);
}

static void refuse(int status, const char *text) {
    answer(status, "text/plain; charset=utf-8", text, strlen(text));
}

static int scale(void) {
    size_t value_length;
    const char *value = parameter("scale", &value_length);
    int scale = value == NULL ? 8 : atoi(value);
    return scale < 1 ? 1 : scale > MAX_SCALE ? MAX_SCALE : scale;
}

__attribute__((export_name("handle"))) int32_t handle(void) {
    static uint8_t text[QR_MAX_TEXT + 1];
    static struct qr qr;
    read_query();
    int size = read_text(text, sizeof text);
    enum qr_level level = is("level", "L") ? QR_LOW : is("level", "Q") ? QR_QUARTILE : is("level", "H") ? QR_HIGH : QR_MEDIUM;
    if (size == 0) {
        refuse(400, "Send the text as the body, or as ?text=... in the query.\n");
    } else if (!qr_encode(&qr, text, size, level)) {
        refuse(413, "The text is too long: a QR code holds up to 2,953 bytes with ?level=L, and less with a higher level.\n");
    } else {
        struct buffer out = {0};
        bool png = is("format", "png"), txt = is("format", "txt");
        png ? draw_png(&out, &qr, scale()) : txt ? draw_text(&out, &qr) : draw_svg(&out, &qr);
        answer(200, png ? "image/png" : txt ? "text/plain; charset=utf-8" : "image/svg+xml", out.bytes, out.length);
        free(out.bytes);
    }
    return 0;
}
