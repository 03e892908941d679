package dev.dormouse.invoker.exchange;

/**
 * One header of a request or an answer.
 *
 * @param name lower case
 * @param value as it came, without the surrounding blanks
 */
public record Header(String name, String value) {}
