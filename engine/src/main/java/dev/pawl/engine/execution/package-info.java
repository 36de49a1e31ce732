/** One execution: commands are decided, events remembered, effects asked for. */
@NullMarked
package dev.pawl.engine.execution;

import org.jspecify.annotations.NullMarked;
