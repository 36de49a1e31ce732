/** State machines, versions, aliases, activities, functions and rules, as they were created. */
@NullMarked
package dev.pawl.persistence.catalog;

import org.jspecify.annotations.NullMarked;
