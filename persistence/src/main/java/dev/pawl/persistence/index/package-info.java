/** Executions as lists and searches see them, never behind the journal. */
@NullMarked
package dev.pawl.persistence.index;

import org.jspecify.annotations.NullMarked;
