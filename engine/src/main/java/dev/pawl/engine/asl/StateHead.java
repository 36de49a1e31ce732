package dev.pawl.engine.asl;

/** What is known of a state before its fields are read. */
record StateHead(String name, StateType type, QueryLanguage queryLanguage, String location) {}
