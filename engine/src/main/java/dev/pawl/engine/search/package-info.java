/** What executions are searched by: attributes taken from their data, and the queries over them. */
@NullMarked
package dev.pawl.engine.search;

import org.jspecify.annotations.NullMarked;
