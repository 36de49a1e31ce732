/** What executions are searched by. */
@NullMarked
package dev.pawl.engine.search;

import org.jspecify.annotations.NullMarked;
