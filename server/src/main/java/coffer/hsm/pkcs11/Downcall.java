package coffer.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Calls of C functions that return CK_RV, one method for each signature, named by its arguments:
/// `l` CK_ULONG, `p` pointer, `b` CK_BBOOL. The handles are constants that take the function's
/// address, so that the compiler folds them and any number of modules share them. LP64 only.
@SuppressWarnings("restricted")
final class Downcall {
  private static final MemoryLayout L = JAVA_LONG;
  private static final MemoryLayout P = ADDRESS;

  private static final MethodHandle H_P = handle(P);
  private static final MethodHandle H_L = handle(L);
  private static final MethodHandle H_LL = handle(L, L);
  private static final MethodHandle H_LP = handle(L, P);
  private static final MethodHandle H_BPP = handle(JAVA_BYTE, P, P);
  private static final MethodHandle H_LPL = handle(L, P, L);
  private static final MethodHandle H_LPP = handle(L, P, P);
  private static final MethodHandle H_LPLP = handle(L, P, L, P);
  private static final MethodHandle H_LLPL = handle(L, L, P, L);
  private static final MethodHandle H_LPLPL = handle(L, P, L, P, L);
  private static final MethodHandle H_LPLPP = handle(L, P, L, P, P);
  private static final MethodHandle H_LLPPP = handle(L, L, P, P, P);
  private static final MethodHandle H_LPPLP = handle(L, P, P, L, P);
  private static final MethodHandle H_LPLLPP = handle(L, P, L, L, P, P);
  private static final MethodHandle H_LPPLPLPP = handle(L, P, P, L, P, L, P, P);
  private static final MethodHandle H_LPLPLPLP = handle(L, P, L, P, L, P, L, P);

  private Downcall() {}

  private static MethodHandle handle(MemoryLayout... arguments) {
    return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  /// Whether C's `long` has 8 bytes here, which every layout in this driver takes for granted.
  static boolean supported() {
    MemoryLayout cLong = Linker.nativeLinker().canonicalLayouts().get("long");
    return cLong != null && cLong.byteSize() == 8;
  }

  static long p(MemorySegment f, MemorySegment a) {
    try {
      return (long) H_P.invokeExact(f, a);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long l(MemorySegment f, long a) {
    try {
      return (long) H_L.invokeExact(f, a);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long ll(MemorySegment f, long a, long b) {
    try {
      return (long) H_LL.invokeExact(f, a, b);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long lp(MemorySegment f, long a, MemorySegment b) {
    try {
      return (long) H_LP.invokeExact(f, a, b);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long bpp(MemorySegment f, byte a, MemorySegment b, MemorySegment c) {
    try {
      return (long) H_BPP.invokeExact(f, a, b, c);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long lpl(MemorySegment f, long a, MemorySegment b, long c) {
    try {
      return (long) H_LPL.invokeExact(f, a, b, c);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long lpp(MemorySegment f, long a, MemorySegment b, MemorySegment c) {
    try {
      return (long) H_LPP.invokeExact(f, a, b, c);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long lplp(MemorySegment f, long a, MemorySegment b, long c, MemorySegment d) {
    try {
      return (long) H_LPLP.invokeExact(f, a, b, c, d);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long llpl(MemorySegment f, long a, long b, MemorySegment c, long d) {
    try {
      return (long) H_LLPL.invokeExact(f, a, b, c, d);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long lplpl(MemorySegment f, long a, MemorySegment b, long c, MemorySegment d, long e) {
    try {
      return (long) H_LPLPL.invokeExact(f, a, b, c, d, e);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long lplpp(
      MemorySegment f, long a, MemorySegment b, long c, MemorySegment d, MemorySegment e) {
    try {
      return (long) H_LPLPP.invokeExact(f, a, b, c, d, e);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long llppp(
      MemorySegment f, long a, long b, MemorySegment c, MemorySegment d, MemorySegment e) {
    try {
      return (long) H_LLPPP.invokeExact(f, a, b, c, d, e);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long lpplp(
      MemorySegment f, long a, MemorySegment b, MemorySegment c, long d, MemorySegment e) {
    try {
      return (long) H_LPPLP.invokeExact(f, a, b, c, d, e);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long lpllpp(
      MemorySegment f, long a, MemorySegment b, long c, long d, MemorySegment e, MemorySegment g) {
    try {
      return (long) H_LPLLPP.invokeExact(f, a, b, c, d, e, g);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long lpplplpp(
      MemorySegment f,
      long a,
      MemorySegment b,
      MemorySegment c,
      long d,
      MemorySegment e,
      long g,
      MemorySegment h,
      MemorySegment i) {
    try {
      return (long) H_LPPLPLPP.invokeExact(f, a, b, c, d, e, g, h, i);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long lplplplp(
      MemorySegment f,
      long a,
      MemorySegment b,
      long c,
      MemorySegment d,
      long e,
      MemorySegment g,
      long h,
      MemorySegment i) {
    try {
      return (long) H_LPLPLPLP.invokeExact(f, a, b, c, d, e, g, h, i);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// C functions throw nothing: whatever arrives here is a fault of this class or of the JVM.
  private static RuntimeException broken(Throwable t) {
    if (t instanceof Error e) {
      throw e;
    }
    return new IllegalStateException("downcall failed", t);
  }
}
