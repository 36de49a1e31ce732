/** Traces by OpenTelemetry: requests, and what the histories of executions tell. */
@NullMarked
package dev.pawl.node.trace;

import org.jspecify.annotations.NullMarked;
