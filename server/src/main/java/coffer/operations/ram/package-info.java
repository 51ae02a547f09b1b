/// RAM OpenAPI: users, groups, roles, policies and access keys.
package coffer.operations.ram;
