/**
 * The door to the database of a node: opened, migrated, and given away as journal writer, index and
 * catalogs.
 */
@NullMarked
package dev.pawl.persistence;

import org.jspecify.annotations.NullMarked;
