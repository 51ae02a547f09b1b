/// Sealing of what the service itself must keep secret, under the server's passphrase.
package coffer.seal;
