/// Clusters of real drivers that go wrong on command.
@NullMarked
package coffer.testkit.cluster;

import org.jspecify.annotations.NullMarked;
