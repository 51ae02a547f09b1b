/// Users of the account and their access keys.
package coffer.ram;
