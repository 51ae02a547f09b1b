/// The KMS OpenAPI, 2016-01-20: keys, access to instances, and the instances themselves.
package coffer.operations.kms;
