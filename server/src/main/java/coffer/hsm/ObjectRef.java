package coffer.hsm;

/// An object of a token, by the handle that the module gave to this session. Some modules give
/// other handles to every process.
public record ObjectRef(long handle) {}
