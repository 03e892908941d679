package dev.dormouse.invoker.http;

/**
 * A path split at its first slash.
 *
 * @param segment what stands before it
 * @param rest the slash and what follows; a slash if there is none
 * @param hasRest whether there is a slash
 */
record PathParts(String segment, String rest, boolean hasRest) {
    /** @param start where the segment begins */
    static PathParts of(String path, int start) {
        int slash = path.indexOf('/', start);
        return slash < 0
                ? new PathParts(path.substring(start), "/", false)
                : new PathParts(path.substring(start, slash), path.substring(slash), true);
    }
}
