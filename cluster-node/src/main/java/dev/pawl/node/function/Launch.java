package dev.pawl.node.function;

import java.util.List;
import java.util.Map;

/**
 * How the process of a function is started.
 *
 * @param environment what this runtime adds to the variables that all have
 * @param version what INIT_START says
 */
record Launch(List<String> command, Map<String, String> environment, String version) {}
