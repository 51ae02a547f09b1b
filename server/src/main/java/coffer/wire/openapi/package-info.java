/// The RPC protocol of the KMS, RAM, STS and HSM OpenAPI: signed parameters in, JSON or XML out.
///
/// The road of a request, in reading order: `RpcRequest` (parameters out of query and form),
/// `Authenticator` (a `SignatureScheme` over `Canonical` text), `Endpoints` (version and action ->
/// operation), `RequestDecoder` (parameters -> record), the pipeline, `AnswerEncoder` (record ->
/// JSON or XML). Holds no rules: what an operation means is decided below.
package coffer.wire.openapi;
