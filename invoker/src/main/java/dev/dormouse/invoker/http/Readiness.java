package dev.dormouse.invoker.http;

/** Whether new work is taken. */
enum Readiness {
    STARTING,
    READY,
    STOPPING
}
