/** Who calls: access keys, signatures, roles, and how much each key may ask for at once. */
@NullMarked
package dev.pawl.node.api.auth;

import org.jspecify.annotations.NullMarked;
