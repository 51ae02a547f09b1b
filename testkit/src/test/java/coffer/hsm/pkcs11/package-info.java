/// The PKCS #11 driver under injected faults. In the driver's package, so that expectation and code
/// share the table of return codes.
@NullMarked
package coffer.hsm.pkcs11;

import org.jspecify.annotations.NullMarked;
