/// An application's load while HSMs go wrong and come back.
@NullMarked
package coffer.compat.soak;

import org.jspecify.annotations.NullMarked;
