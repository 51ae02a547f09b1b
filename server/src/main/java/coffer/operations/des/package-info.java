/// The HSM OpenAPI ("Data Encryption Service"), 2023-11-13: clusters and their HSMs.
package coffer.operations.des;
