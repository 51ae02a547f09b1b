/// The Instance API, "dkms-gcs-0.2": what applications do with keys.
package coffer.operations.instance;
