/** JSONPath, payload templates, intrinsic functions and JSONata. */
@NullMarked
package dev.pawl.engine.expression;

import org.jspecify.annotations.NullMarked;
