/// Contracts that every driver of an SPI passes, and what they need: a driver's test extends the
/// contract, says how to make a fresh one, and is done.
@NullMarked
package coffer.testkit;

import org.jspecify.annotations.NullMarked;
