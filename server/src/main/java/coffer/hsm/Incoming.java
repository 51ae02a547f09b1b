package coffer.hsm;

import coffer.model.WrappingAlgorithm;

/// Key material on its way in, as a customer wrapped it.
///
/// @param wrappingKey an RSA key that `generate` made for ENCRYPT/DECRYPT, whose public half the
///   customer was given
/// @param algorithm how it was wrapped
/// @param encrypted what came
public record Incoming(Material wrappingKey, WrappingAlgorithm algorithm, byte[] encrypted) {}
