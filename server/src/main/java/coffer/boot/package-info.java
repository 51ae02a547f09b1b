/// The process: configuration, wiring, start and stop. The only package that knows every other.
package coffer.boot;
