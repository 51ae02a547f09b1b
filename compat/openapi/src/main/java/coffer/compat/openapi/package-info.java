/// The unmodified Java clients of the OpenAPI, each in a process of its own: one JSON command a
/// line on standard input, one JSON answer a line on standard output. They share no class with the
/// service, and what they share with each other is only what a conversation is.
package coffer.compat.openapi;
