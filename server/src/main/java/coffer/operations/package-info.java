/// The one core interface: every operation, listed once, and the one road that every call takes.
/// One file per operation, in its API's package, named as the API names it. Wires, command line,
/// permissions, audit and documentation derive from the list.
package coffer.operations;
