/** The tables and their migrations, the same on H2 and PostgreSQL. */
@NullMarked
package dev.pawl.persistence.schema;

import org.jspecify.annotations.NullMarked;
