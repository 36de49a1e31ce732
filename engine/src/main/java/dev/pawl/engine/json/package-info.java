/** JSON values: Jackson's JsonNode, never changed once made. */
@NullMarked
package dev.pawl.engine.json;

import org.jspecify.annotations.NullMarked;
