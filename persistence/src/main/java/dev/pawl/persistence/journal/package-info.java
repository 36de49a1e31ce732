/** The journal: events to bytes and back, and the writer that stores them in batches. */
@NullMarked
package dev.pawl.persistence.journal;

import org.jspecify.annotations.NullMarked;
