/// The rules of keys over clusters that go wrong on command.
@NullMarked
package coffer.testkit.rules;

import org.jspecify.annotations.NullMarked;
