/**
 * From a directory with definitions and function sources to state machines and functions on a node.
 */
@NullMarked
package dev.pawl.node.cli.deploy;

import org.jspecify.annotations.NullMarked;
