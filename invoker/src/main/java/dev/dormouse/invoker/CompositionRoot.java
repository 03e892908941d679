package dev.dormouse.invoker;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the classes that make the real clocks and sources of randomness, which everybody else is given. The check that
 * bans the direct ways to them passes over these classes.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface CompositionRoot {}
