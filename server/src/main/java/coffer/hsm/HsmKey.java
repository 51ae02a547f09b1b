package coffer.hsm;

/// Key material inside an HSM, ready to be used. Belongs to the `Hsm` that made it, which alone
/// knows what is in it. Usable from any thread until released, or until the HSM loses it, which
/// shows as `STALE_KEY`.
public interface HsmKey {}
