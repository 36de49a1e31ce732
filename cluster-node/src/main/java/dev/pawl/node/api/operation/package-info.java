/** One class per API operation: checks the shape, makes a command, asks the entity. */
@NullMarked
package dev.pawl.node.api.operation;

import org.jspecify.annotations.NullMarked;
