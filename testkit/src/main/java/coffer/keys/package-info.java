/// What tests need from within `coffer.keys`.
@NullMarked
package coffer.keys;

import org.jspecify.annotations.NullMarked;
