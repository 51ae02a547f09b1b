/// TLS, limits and routing. Knows no KMS word.
package coffer.http;
