/// The unmodified kms-transfer-client in a process of its own: one JSON command a line on standard
/// input, one JSON answer a line on standard output. It shares no class with the service.
package coffer.compat.transfer;
