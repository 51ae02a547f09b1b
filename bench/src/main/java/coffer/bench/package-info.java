/// What calls cost, measured from a process of its own against a server that it starts as a user
/// would. `Bench` is the command, `Plan` what is measured, `Load` how, `Steps` where it goes.
@NullMarked
package coffer.bench;

import org.jspecify.annotations.NullMarked;
