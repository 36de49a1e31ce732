/**
 * One file per section of the States Language: what a state means, independent of how it is stored.
 */
@NullMarked
package dev.pawl.engine.asl;

import org.jspecify.annotations.NullMarked;
