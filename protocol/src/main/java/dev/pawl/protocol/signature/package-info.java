/** AWS's Signature Version 4: what clients sign requests with, and servers check them against. */
@NullMarked
package dev.pawl.protocol.signature;

import org.jspecify.annotations.NullMarked;
