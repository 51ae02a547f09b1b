/// STS OpenAPI: who is calling, and temporary credentials.
package coffer.operations.sts;
