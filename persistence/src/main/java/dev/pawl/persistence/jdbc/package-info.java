/** Plain JDBC, said shortly: parameters in, rows out, and errors told apart. */
@NullMarked
package dev.pawl.persistence.jdbc;

import org.jspecify.annotations.NullMarked;
