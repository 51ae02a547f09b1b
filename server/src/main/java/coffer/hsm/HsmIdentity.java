package coffer.hsm;

/// What a token says of itself.
public record HsmIdentity(
    String label, String serial, String manufacturer, String model, String firmware) {}
