package dev.dormouse.benchmarks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the classes that make the real clocks and sources of randomness, which everybody else is given. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface CompositionRoot {}
