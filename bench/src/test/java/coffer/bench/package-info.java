@NullMarked
package coffer.bench;

import org.jspecify.annotations.NullMarked;
