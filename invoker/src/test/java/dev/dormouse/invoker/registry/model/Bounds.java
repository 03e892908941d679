package dev.dormouse.invoker.registry.model;

/**
 * How much of everything there is in one exploration. Time has no bound, and no part in it.
 *
 * @param processes on one store
 * @param events that the registry can take
 * @param faults crashes, and requests that are held up or repeated or whose answer is lost, in all
 */
record Bounds(int processes, int events, int faults) {}
