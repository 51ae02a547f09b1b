/// The list of all operations, above the packages that hold them.
package coffer.operations.catalog;
