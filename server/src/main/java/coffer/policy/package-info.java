/// The policy language: a document becomes a compiled policy, and policies decide about a request.
/// Pure: no store, no clock, no network. What an unclear document could mean is never guessed: it
/// is refused.
package coffer.policy;
