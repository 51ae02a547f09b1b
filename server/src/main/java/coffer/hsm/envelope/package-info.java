/// What drivers open themselves when an HSM cannot: paddings of RSA, and private keys that come
/// under a key made for them. Nothing here tells by time or result what is wrong with its input.
package coffer.hsm.envelope;
