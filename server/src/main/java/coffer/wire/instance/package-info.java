/// The Instance API, "dkms-gcs-0.2": protobuf over HTTPS, each call signed by a client key. Turns
/// bytes into operations and back, and holds no rules of its own.
package coffer.wire.instance;
