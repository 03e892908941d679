package dev.dormouse.invoker.host;

import java.util.Locale;

/** The content type of an answer whose guest gave none. */
final class ContentType {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";

    /** As much of a body as is looked at. */
    private static final int LOOKED_AT_BYTES = 64 << 10;

    private ContentType() {}

    /**
     * What the caller asks for, if that is exactly one media type; else what the bytes look like.
     *
     * @param accept the request's {@code Accept}; empty if it has none
     * @param content the first part of the body
     */
    static String of(String accept, Slice content) {
        String asked = mediaType(accept);
        if (!asked.isEmpty()) {
            return asked;
        }
        return isText(content) ? TEXT : BYTES;
    }

    /** The one media type that {@code accept} names, without its parameters; empty if it is not just one. */
    private static String mediaType(String accept) {
        int end = accept.indexOf(';');
        String type = (end < 0 ? accept : accept.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        int slash = type.indexOf('/');
        boolean one = accept.indexOf(',') < 0
                && slash > 0
                && HeaderRules.isToken(type.substring(0, slash))
                && HeaderRules.isToken(type.substring(slash + 1))
                && type.indexOf('*') < 0;
        return one ? type : "";
    }

    /** Whether the bytes are UTF-8 without control characters that no text has. The last character may be cut off. */
    private static boolean isText(Slice content) {
        byte[] bytes = content.array();
        int end = content.from() + Math.min(content.length(), LOOKED_AT_BYTES);
        for (int i = content.from(); i < end; ) {
            int length = characterLength(bytes, i, end);
            if (length == 0) {
                return false;
            }
            i += length;
        }
        return true;
    }

    /** Bytes of the character at {@code at}, as far as they are there; 0 if it is none. */
    private static int characterLength(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return (first >= ' ' && first != 0x7F) || (first >= '\t' && first <= '\r') ? 1 : 0;
        }
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        for (int i = 1; i < length && at + i < end; i++) {
            int next = bytes[at + i] & 0xFF;
            int least = i > 1 ? 0x80 : first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
            int most = i > 1 ? 0xBF : first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
            if (next < least || next > most) {
                return 0;
            }
        }
        return Math.min(length, end - at);
    }
}
