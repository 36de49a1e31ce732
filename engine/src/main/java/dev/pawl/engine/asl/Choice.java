package dev.pawl.engine.asl;

/** What a Choice state decided: where to go on, and how the state is left. */
public record Choice(String next, Completion completion) {}
