package coffer.hsm.cluster;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Material;

/// A member could not unwrap material: apart from BAD_CIPHERTEXT of an operation, because here the
/// member itself may be at fault.
final class NotUnwrapped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Material material;

  NotUnwrapped(Material material, HsmException cause) {
    super(cause.getMessage(), cause);
    this.material = material;
  }

  Material material() {
    return material;
  }

  HsmException answer() {
    return new HsmException(HsmFailure.BAD_CIPHERTEXT, "material does not unwrap", this);
  }
}
