/** A cluster on this machine: several nodes, each in a JVM of its own, on one PostgreSQL. */
@NullMarked
package dev.pawl.node.cli.cluster;

import org.jspecify.annotations.NullMarked;
