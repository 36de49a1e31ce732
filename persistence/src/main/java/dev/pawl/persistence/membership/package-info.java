/**
 * What nodes tell the database about themselves, for the moment when they do not hear each other.
 */
@NullMarked
package dev.pawl.persistence.membership;

import org.jspecify.annotations.NullMarked;
