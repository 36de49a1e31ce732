/** Stored events as the HistoryEvents of the API. */
@NullMarked
package dev.pawl.engine.history;

import org.jspecify.annotations.NullMarked;
