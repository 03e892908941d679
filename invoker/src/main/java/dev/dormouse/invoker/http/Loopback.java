package dev.dormouse.invoker.http;

/** Whether the authority of a request names this machine, by its text alone: nothing is resolved. */
final class Loopback {
    private Loopback() {}

    /** @param authority host and perhaps port, for example {@code 127.0.0.1:8080} */
    static boolean isLoopback(String authority) {
        String host = host(authority);
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || isLoopbackV4(host);
    }

    private static String host(String authority) {
        if (authority.startsWith("[")) {
            int end = authority.indexOf(']');
            return end < 0 ? "" : authority.substring(0, end + 1);
        }
        int colon = authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }

    /** Four numbers, the first of them 127: a name such as {@code 127.0.0.1.example.com} is none. */
    private static boolean isLoopbackV4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("127")) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }
}
