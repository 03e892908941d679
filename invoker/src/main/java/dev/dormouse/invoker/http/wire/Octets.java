package dev.dormouse.invoker.http.wire;

/** Questions about bytes of a header, without making a text of them. */
final class Octets {
    private static final int ASCII = 128;
    private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~");
    private static final boolean[] AUTHORITY = table("-._~!$&'()*+,;=%[]:");
    private static final boolean[] BASE64_URL = table("-_=");

    private Octets() {}

    private static boolean[] table(String symbols) {
        boolean[] table = new boolean[ASCII];
        for (char c = 0; c < ASCII; c++) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            table[c] = letter || (c >= '0' && c <= '9') || symbols.indexOf(c) >= 0;
        }
        return table;
    }

    static boolean isToken(byte b) {
        return b >= 0 && TOKEN[b];
    }

    static boolean isAuthority(byte[] bytes, int from, int to) {
        return from < to && all(bytes, from, to, AUTHORITY);
    }

    static boolean isBase64Url(byte[] bytes, int from, int to) {
        return all(bytes, from, to, BASE64_URL);
    }

    private static boolean all(byte[] bytes, int from, int to, boolean[] table) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0 || !table[bytes[i]]) {
                return false;
            }
        }
        return true;
    }

    static boolean equals(byte[] bytes, int from, int to, byte[] text) {
        if (to - from != text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes[from + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** @param text in lower case */
    static boolean equalsIgnoreCase(byte[] bytes, int from, int to, byte[] text) {
        if (to - from != text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (lower(bytes[from + i]) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    static int skipBlanks(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    static int trimBlanks(byte[] bytes, int from, int to) {
        int i = to;
        while (i > from && (bytes[i - 1] == ' ' || bytes[i - 1] == '\t')) {
            i--;
        }
        return i;
    }

    /** Whether a comma-separated list has {@code text}, which is in lower case, as a member. */
    static boolean listContains(byte[] bytes, int from, int to, byte[] text) {
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || bytes[i] == ',') {
                int first = skipBlanks(bytes, start, i);
                if (equalsIgnoreCase(bytes, first, trimBlanks(bytes, first, i), text)) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    static int hexDigit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        byte lower = lower(b);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
