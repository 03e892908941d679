package dev.dormouse.invoker.cli.command;

import dev.dormouse.snapshot.Excerpt;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads and writes numbers with units as people do. */
public final class Quantities {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15}) ?(|B|KiB|MiB|GiB)");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,12}) ?(|ms|s|m|h)");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

    private Quantities() {}

    /** {@code 1048576}, {@code 64KiB}, {@code 128MiB}, {@code 2GiB}. */
    public static long bytes(String text) {
        var matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a size, for example 67108864 or 64MiB; this one is " + quote(text));
        }
        long factor = switch (matcher.group(2)) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1;
        };
        return multiply(matcher.group(1), factor, text);
    }

    /** {@code 500} or {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}. */
    public static Duration time(String text) {
        var matcher = TIME.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a time in milliseconds or with a unit, for example 500, 5s or 2m; this"
                    + " one is " + quote(text));
        }
        long factor = switch (matcher.group(2)) {
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1;
        };
        return Duration.ofMillis(multiply(matcher.group(1), factor, text));
    }

    /** A whole number that is not negative. */
    public static long count(String text) {
        if (!COUNT.matcher(text.strip()).matches()) {
            throw new IllegalArgumentException("a whole number; this one is " + quote(text));
        }
        return Long.parseLong(text.strip());
    }

    /** A whole number that fits an {@code int}. */
    public static int smallCount(String text) {
        long value = count(text);
        if (value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a whole number up to " + Integer.MAX_VALUE + "; this one is " + quote(text));
        }
        return (int) value;
    }

    /** {@code true} or {@code false}. */
    public static boolean truth(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException("true or false; this one is " + quote(text));
        };
    }

    /** {@code 812 B}, {@code 2.1 KiB}, {@code 3.4 MiB}. */
    public static String size(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        if (bytes < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
        }
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024));
    }

    /** {@code 0.412 ms}, {@code 12.3 ms}, {@code 1.25 s}. */
    public static String took(double millis) {
        if (millis < 1) {
            return String.format(Locale.ROOT, "%.3f ms", millis);
        }
        if (millis < 1_000) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        return String.format(Locale.ROOT, "%.2f s", millis / 1_000);
    }

    private static long multiply(String digits, long factor, String text) {
        try {
            return Math.multiplyExact(Long.parseLong(digits), factor);
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("less than 8 EiB or 292 million years; this one is " + quote(text));
        }
    }

    private static String quote(String text) {
        return "'" + Excerpt.of(text) + "'";
    }
}
