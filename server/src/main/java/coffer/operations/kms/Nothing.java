package coffer.operations.kms;

/// An answer that says no more than that it is done.
public record Nothing() {}
