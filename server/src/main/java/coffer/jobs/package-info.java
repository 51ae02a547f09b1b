/// What the service does by itself, when it is time.
package coffer.jobs;
