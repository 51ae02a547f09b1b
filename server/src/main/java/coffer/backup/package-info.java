/// Backup files: a manifest and the files of a data directory, in a ZIP inside a sealed stream.
package coffer.backup;
