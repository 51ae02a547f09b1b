/// Sealing of what the service itself must keep secret, under the server's passphrase, and hashing
/// of what it need not know again.
package coffer.seal;
