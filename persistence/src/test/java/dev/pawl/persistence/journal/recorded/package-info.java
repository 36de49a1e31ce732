/** Journals that earlier releases have written, and whether today's code lives up to them. */
@NullMarked
package dev.pawl.persistence.journal.recorded;

import org.jspecify.annotations.NullMarked;
