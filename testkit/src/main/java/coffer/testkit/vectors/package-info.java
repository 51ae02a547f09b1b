/// Published test vectors: Project Wycheproof's, and those of NIST's validation program. Where they
/// come from, `testkit/vectors/README.md` says.
@NullMarked
package coffer.testkit.vectors;

import org.jspecify.annotations.NullMarked;
