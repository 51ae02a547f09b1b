/// The `coffer` command: a remote client whose commands derive from the operation registry, and the
/// local tools around it. It runs beside a server, never inside one: handlers are not called here.
package coffer.cli;
