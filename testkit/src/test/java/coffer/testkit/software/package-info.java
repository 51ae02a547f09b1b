/// The software HSM passes `HsmContract`.
@NullMarked
package coffer.testkit.software;

import org.jspecify.annotations.NullMarked;
