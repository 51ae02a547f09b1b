package coffer.audit;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// What the trail asks of the disk where the disk may refuse.
public interface AuditDisk {
  /// Makes `file`, readable by its owner only, with `bytes` zeros that are on disk when this
  /// returns, so that no later write into it can lack space. Leaves no file when it throws.
  void allocate(Path file, int bytes) throws IOException;

  /// Returns when this part of a mapped file is on disk.
  void force(MemorySegment range) throws IOException;
}
