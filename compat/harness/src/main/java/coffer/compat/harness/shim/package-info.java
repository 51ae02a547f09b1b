/// A module between the PKCS #11 driver and a real one, which goes wrong on command. Written in C
/// and built where it is needed; uses nothing but the JDK, so that any class path can have it.
@NullMarked
package coffer.compat.harness.shim;

import org.jspecify.annotations.NullMarked;
