/** The entity of one execution: decides, stores, evolves, starts the effects, replies. */
@NullMarked
package dev.pawl.node.execution;

import org.jspecify.annotations.NullMarked;
