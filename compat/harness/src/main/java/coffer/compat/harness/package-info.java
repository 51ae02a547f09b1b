/// What black-box tests need of a server that a user started, and nothing of the product's classes:
/// its processes, its files, its two protocols written by hand.
@NullMarked
package coffer.compat.harness;

import org.jspecify.annotations.NullMarked;
